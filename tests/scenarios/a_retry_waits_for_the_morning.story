# Invariant 6, sending: the window is looked at again before every attempt.
at 2026-11-25 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d at 19:55, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 15:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02
end
reply sms 429 after 10m
reply sms 429 after 10m
at 2026-11-26 20:30
expect sms to +33639980001
expect sms to +33639980002
expect reminder one-day sms planned visit ada due 2026-11-27 09:00
expect reminder one-day sms skipped visit bea reason no-allowed-time
at 2026-11-27 09:00
expect sms to +33639980001 again
wait 1d
expect silence
