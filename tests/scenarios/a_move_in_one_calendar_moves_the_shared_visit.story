# Two calendars and a table share a visit. The chair's moves it: the old slot
# is closed once, and neither the table, read again with its old start, nor
# the other calendar, which follows later, opens another.
at 2026-11-02 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  ada 2026-11-20 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-20 11:00 30m Bea Petit, +33 6 39 98 00 02
end
feed doctor
  d-ada 2026-11-20 10:00 30m Ada Martin, +33 6 39 98 00 01
  d-bea 2026-11-20 11:00 30m Bea Petit, +33 6 39 98 00 02
end
csv november
  id,start,name,phone
  n1,2026-11-20 10:00,Ada Martin,06 39 98 00 01
end
feed chair-1
  ada 2026-11-23 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-20 11:00 30m Bea Petit, +33 6 39 98 00 02
end
expect output "1 moved"
expect visit #1 moved start 2026-11-20 10:00
expect visit ada booked start 2026-11-23 10:00
csv november
  id,start,name,phone
  n1,2026-11-20 10:00,Ada Martin,06 39 98 00 01
end
expect output "1 unchanged"
feed doctor
  d-ada 2026-11-23 10:00 30m Ada Martin, +33 6 39 98 00 01
  d-bea 2026-11-20 11:00 30m Bea Petit, +33 6 39 98 00 02
end
expect visit d-ada booked start 2026-11-23 10:00

# The month's table knows where it went.
at 2026-11-19 12:00
expect sms to +33639980002
at 2026-11-22 12:00
expect sms to +33639980001
at 2026-11-30 09:00
csv november
  id,start,name,phone,status
  n1,2026-11-23 10:00,Ada Martin,06 39 98 00 01,attended
  n2,2026-11-20 11:00,Bea Petit,06 39 98 00 02,attended
end
expect visit ada booked attendance attended
report 2026-11
expect count total 3
expect count moved_early 1
expect count attended 2
expect silence
