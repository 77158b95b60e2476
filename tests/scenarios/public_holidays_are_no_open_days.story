# The office's calendar of holidays: its whole days are closed, what has an
# hour or was cancelled is none.
at 2026-12-01 10:00 Europe/Paris
file days.ics
  BEGIN:VCALENDAR
  VERSION:2.0
  PRODID:-//example//days//EN
  BEGIN:VEVENT
  UID:noel@example.org
  DTSTAMP:20260101T000000Z
  DTSTART;VALUE=DATE:20251225
  RRULE:FREQ=YEARLY
  SUMMARY:Noël
  END:VEVENT
  BEGIN:VEVENT
  UID:bridge@example.org
  DTSTAMP:20260101T000000Z
  DTSTART;VALUE=DATE:20261224
  STATUS:CANCELLED
  SUMMARY:Bridge
  END:VEVENT
  BEGIN:VEVENT
  UID:party@example.org
  DTSTAMP:20260101T000000Z
  DTSTART:20261223T100000Z
  DTEND:20261223T120000Z
  SUMMARY:Party
  END:VEVENT
  END:VCALENDAR
end
office
  holidays: days.ics
  rules:
    - {name: three-days, before: 3 open days, channels: [sms]}
end
csv
  id,start,name,phone
  ada,2026-12-29 10:00,Ada Martin,+33 6 39 98 00 01
end
expect reminder three-days sms planned visit ada due 2026-12-23 10:00
file days.ics
  BEGIN:VCALENDAR
  VERSION:2.0
  PRODID:-//example//days//EN
  BEGIN:VEVENT
  UID:noel@example.org
  DTSTAMP:20260101T000000Z
  DTSTART;VALUE=DATE:20261224
  DTEND;VALUE=DATE:20261226
  SUMMARY:Noël
  END:VEVENT
  END:VCALENDAR
end
stop
start
expect reminder three-days sms planned visit ada due 2026-12-22 10:00
