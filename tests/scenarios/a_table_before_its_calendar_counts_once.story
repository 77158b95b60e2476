# The table first, the calendar later: the calendar's visits are those of the
# table, and a person's mark outlives what a source says.
at 2026-11-02 08:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv november
  id,start,name,phone,price
  n1,2026-11-20 10:00,Ada Martin,06 39 98 00 01,90
  n2,2026-11-20 11:00,Bea Petit,06 39 98 00 02,90
end
feed chair-1
  ada 2026-11-20 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-20 11:00 30m Bea Petit, +33 6 39 98 00 02
end
expect output "2 of them were known from another source"
at 2026-11-19 12:30
expect sms to +33639980001
expect sms to +33639980002

# A table is no witness that a visit still stands: the calendar alone has it.
at 2026-11-19 13:00
feed chair-1
  ada 2026-11-20 10:00 30m Ada Martin, +33 6 39 98 00 01
end
expect output "1 missing"
at 2026-11-19 14:00
feed chair-1
  ada 2026-11-20 10:00 30m Ada Martin, +33 6 39 98 00 01
end
expect visit bea withdrawn
expect visit n2 withdrawn
at 2026-11-21 09:00
kept mark @ada attended
csv november
  id,start,name,phone,price,status
  n1,2026-11-20 10:00,Ada Martin,06 39 98 00 01,90,
  n2,2026-11-20 11:00,Bea Petit,06 39 98 00 02,90,
end
expect visit ada booked attendance attended
report 2026-11
expect count total 2
expect count attended 1
expect count withdrawn 1
expect silence
