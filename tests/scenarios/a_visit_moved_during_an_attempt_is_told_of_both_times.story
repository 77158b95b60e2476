# Invariants 1 and 2: what was in flight when the visit moved has left; the
# new slot has a reminder of its own.
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
expect sms to +33639980001 text "at 10:00"
csv
  id,start,name,phone
  ada,2026-11-27 15:00,Ada Martin,+33 6 39 98 00 01
end
answer sms 202
expect reminder one-day sms accepted visit #1
expect reminder moved sms planned visit ada due 2026-11-26 10:05
expect reminder one-day sms skipped visit ada reason merged
wait 5m
expect sms to +33639980001 text "at 15:00 (was"
wait 1d
expect silence
