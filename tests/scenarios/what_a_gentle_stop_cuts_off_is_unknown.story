# Stopped while an attempt is under way: nobody waits for ever, and what was cut
# off is written down as such.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
end
reply sms hang
at 2026-11-26 10:00
expect sms to +33639980001
stop
expect reminder one-day sms unknown attempts 1
start
wait 1d
expect silence
