# Invariants 2 and 19: cancelled while in flight, then a crash. The doubt is
# shown, the next channel keeps silent.
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
crash

# Commands work while nothing runs.
kept mark @ada cancelled
at 2026-11-26 10:30
start
expect reminder one-day sms unknown
wait 1d
expect silence
