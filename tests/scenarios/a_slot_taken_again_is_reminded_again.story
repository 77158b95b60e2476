# Invariant 1: a slot that was left and is taken again is a new appointment.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: two-days, before: 2d, channels: [sms], late: skip}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
end
at 2026-11-25 10:00
expect sms to +33639980001 text "Friday, November 27 at 10:00"

# She moves to Monday, and back before anything was said of Monday.
at 2026-11-25 11:00
csv
  id,start,name,phone
  ada,2026-11-30 10:00,Ada Martin,+33 6 39 98 00 01
end
expect output "1 moved"
expect visit #1 moved
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
end
expect visit #2 moved
expect visit #3 booked start 2026-11-27 10:00
expect reminder two-days sms accepted visit #1
expect reminder two-days sms cancelled visit #2 reason went-away
expect reminder two-days sms skipped visit #3 reason booked-late
wait 4d
expect silence
