# Stopped while an attempt is under way: nobody waits for ever, what was cut
# off is written down as such, and nothing more begins before the next start.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
reply sms hang
at 2026-11-26 10:00
expect sms to +33639980001
stop
expect reminder one-day sms unknown attempts 1
expect reminder one-day mail planned
at 2026-11-26 10:30
start
expect mail to ada@example.org
expect reminder one-day mail accepted
wait 1d
expect silence
