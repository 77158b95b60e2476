# Of two calendars that share a visit the first says when it is; the other may
# round. When one names somebody else, each has a visit of its own again.
at 2026-11-02 08:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  ada 2026-11-20 10:05 30m Cleaning, Name: Ada Martin Phone: +33 6 39 98 00 01
end
feed doctor
  d-ada 2026-11-20 10:00 45m Cleaning, Name: Ada Martin Phone: +33 6 39 98 00 01
end
expect output "1 of them were known from another source"
expect visit d-ada booked start 2026-11-20 10:05
feed doctor
  d-ada 2026-11-20 10:00 45m Cleaning again, Name: Ada Martin Phone: +33 6 39 98 00 01
end
expect visit d-ada booked start 2026-11-20 10:05
feed chair-1
  ada 2026-11-20 10:05 30m Cleaning, Name: Bea Petit Phone: +33 6 39 98 00 02
end
expect visit ada booked start 2026-11-20 10:05
expect visit d-ada booked start 2026-11-20 10:05
at 2026-11-19 11:00
expect sms to +33639980001
expect sms to +33639980002
feed chair-1
  ada 2026-11-20 11:05 30m Cleaning, Name: Bea Petit Phone: +33 6 39 98 00 02
end
expect output "1 moved"
expect visit ada booked start 2026-11-20 11:05
expect visit d-ada booked start 2026-11-20 10:05
