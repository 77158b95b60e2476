# Invariant 20, and 19: what was planned when the backup was made is planned
# again, and goes to the outbox until somebody has looked.
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
at 2026-11-26 09:00
kept backup yesterday.db
at 2026-11-26 10:00
expect sms to +33639980001
stop
kept restore yesterday.db
expect output "not live"
at 2026-11-26 10:30
start
kept live status
expect output "Not live"
expect outbox sms to +33639980001 again
expect reminder one-day sms accepted
kept live on
wait 1d
expect silence
