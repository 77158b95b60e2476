# Invariant 19: planned and due, but nothing had begun.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02
end
at 2026-11-26 09:59
crash
start
crash
at 2026-11-26 10:30
start
expect sms to +33639980001
expect sms to +33639980002
expect reminder one-day sms accepted visit ada attempts 1
wait 1d
expect silence
