# Invariant 6, planning: a due time outside the window moves to the nearest
# allowed time earlier, or, where that has passed, to the next allowed one
# before the latest useful time; else the reminder is skipped, with the reason.
at 2026-11-25 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 08:00,Ada Martin,+33 6 39 98 00 01
end
expect reminder one-day sms planned visit ada due 2026-11-25 19:59
at 2026-11-25 19:59
expect sms to +33639980001 text "November 27 at 08:00"

# Booked at night for the day after tomorrow, early, and for tomorrow.
at 2026-11-25 23:00
csv
  id,start,name,phone
  bea,2026-11-27 07:00,Bea Petit,+33 6 39 98 00 02
  cleo,2026-11-26 09:30,Cleo Roux,+33 6 39 98 00 03
end
expect reminder one-day sms planned visit bea due 2026-11-26 09:00
expect reminder one-day sms skipped visit cleo reason no-allowed-time
at 2026-11-26 08:59
expect silence
at 2026-11-26 09:00
expect sms to +33639980002
wait 2d
expect silence
