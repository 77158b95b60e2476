# The same visit from the calendar and from the month's table is one: reminded
# once, counted once, and what the table says of who came is its mark.
at 2026-11-02 08:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  ada 2026-11-20 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-20 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-20 12:00 30m Cleo Roux, +33 6 39 98 00 03
end
at 2026-11-19 12:30
expect sms to +33639980001
expect sms to +33639980002
expect sms to +33639980003
at 2026-11-30 18:00
csv november
  id,start,status,name,phone,price
  n1,2026-11-20 10:00,attended,"MARTIN, Ada",06 39 98 00 01,90
  n2,2026-11-20 11:00,no-show,Bea Petit,06 39 98 00 02,90
  n3,2026-11-20 12:00,,Cleo Roux,06 39 98 00 03,90
  n4,2026-11-21 12:00,attended,Dora Blanc,06 39 98 00 04,90
end
expect output "3 of them were known from another source"
expect visit ada booked attendance attended
expect visit bea booked attendance no-show
expect visit n2 booked attendance no-show
expect visit cleo booked attendance unmarked
kept why @n1
expect output "import of november"
expect output "feed chair-1"
expect output "the same visit, by customer and start"
report 2026-11
expect count total 4
expect count attended 2
expect count no_show 1
expect count unmarked 1

# The same table again, and the same calendar: nothing new.
csv november
  id,start,status,name,phone,price
  n1,2026-11-20 10:00,attended,"MARTIN, Ada",06 39 98 00 01,90
  n2,2026-11-20 11:00,no-show,Bea Petit,06 39 98 00 02,90
  n3,2026-11-20 12:00,,Cleo Roux,06 39 98 00 03,90
  n4,2026-11-21 12:00,attended,Dora Blanc,06 39 98 00 04,90
end
expect output "4 unchanged"

# Marked once, at either of its names.
kept mark @n3 late
expect visit cleo booked attendance late
report 2026-11
expect count total 4
expect count attended_late 1
expect silence
