# Invariants 6 and 12: a day before is the same wall time, 24 hours are not,
# and what leaves says the hour of the wall.
at 2026-10-23 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: skip}
    - {name: hours, before: 24h, channels: [mail], late: skip}
end
csv
  id,start,name,phone,email
  ada,2026-10-25 09:30,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-10-25 20:30,Bea Petit,+33 6 39 98 00 02,bea@example.org
  cleo,2026-10-26 09:30,Cleo Roux,+33 6 39 98 00 03,cleo@example.org
end
expect reminder one-day sms planned visit ada due 2026-10-24 09:30
expect reminder hours mail planned visit ada due 2026-10-24 10:30
expect reminder one-day sms planned visit bea due 2026-10-24 19:59
expect reminder hours mail planned visit bea due 2026-10-24 19:59
expect reminder one-day sms planned visit cleo due 2026-10-25 09:30

at 2026-10-24 09:30
expect sms to +33639980001 text "Sunday, October 25 at 09:30"
at 2026-10-24 10:30
expect mail to ada@example.org
at 2026-10-24 19:59
expect sms to +33639980002
expect mail to bea@example.org

# Summer time 10:00 on Sunday would be 08:00 UTC; it is winter by then.
at 2026-10-25 08:29 UTC
expect silence
at 2026-10-25 08:30 UTC
expect sms to +33639980003 text "Monday, October 26 at 09:30"
expect mail to cleo@example.org
