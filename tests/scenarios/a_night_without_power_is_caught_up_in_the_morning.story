# Invariants 3 and 6: the window holds for what is caught up as well.
at 2026-11-25 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 16:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 10:30,Bea Petit,+33 6 39 98 00 02
end
at 2026-11-26 10:00
stop
at 2026-11-26 21:00
start
expect silence
expect reminder one-day sms planned visit ada due 2026-11-27 09:00

# Bea's latest useful time is 08:30, before anything may leave.
expect reminder one-day sms skipped visit bea reason no-allowed-time
at 2026-11-27 08:59
expect silence
at 2026-11-27 09:00
expect sms to +33639980001
