# Invariant 12: floating time takes the feed's default, else the office's; and
# what is written in UTC is told as people there read the clock.
at 2026-11-23 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  BEGIN:VCALENDAR
  VERSION:2.0
  PRODID:story
  BEGIN:VEVENT
  UID:ada
  DTSTAMP:20260101T000000Z
  DTSTART:20261127T100000
  DURATION:PT30M
  SUMMARY:Ada Martin
  DESCRIPTION:+33 6 39 98 00 01
  END:VEVENT
  BEGIN:VEVENT
  UID:dora
  DTSTAMP:20260101T000000Z
  DTSTART:20261127T100000Z
  DURATION:PT30M
  SUMMARY:Dora Blanc
  DESCRIPTION:+33 6 39 98 00 04
  END:VEVENT
  END:VCALENDAR
end
feed chair-2
  BEGIN:VCALENDAR
  VERSION:2.0
  PRODID:story
  X-WR-TIMEZONE:America/New_York
  BEGIN:VEVENT
  UID:bea
  DTSTAMP:20260101T000000Z
  DTSTART:20261127T100000
  DURATION:PT30M
  SUMMARY:Bea Petit
  DESCRIPTION:+33 6 39 98 00 02
  END:VEVENT
  BEGIN:VEVENT
  UID:cleo
  DTSTAMP:20260101T000000Z
  DTSTART:20261127T100000Z
  DURATION:PT30M
  SUMMARY:Cleo Roux
  DESCRIPTION:+33 6 39 98 00 03
  END:VEVENT
  END:VCALENDAR
end
expect visit ada booked start 2026-11-27 10:00
expect visit bea booked start 2026-11-27 16:00
expect visit cleo booked start 2026-11-27 11:00

# Ten in Paris is four at night in New York: the evening before.
at 2026-11-25 19:59 America/New_York
expect sms to +33639980003 text "at 05:00"
at 2026-11-26 10:00 Europe/Paris
expect sms to +33639980001 text "at 10:00"
at 2026-11-26 11:00
expect sms to +33639980004 text "at 11:00"
at 2026-11-26 16:00
expect sms to +33639980002 text "at 10:00"
