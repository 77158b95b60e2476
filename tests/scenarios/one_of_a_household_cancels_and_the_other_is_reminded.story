# Invariant 2, of each visit that a message names.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 14:30,Bea Martin,+33 6 39 98 00 01
end
reply sms 429
at 2026-11-26 10:00
expect sms to +33639980001
expect reminder one-day sms planned visit bea
kept mark @ada cancelled
wait 2m
expect sms to +33639980001 again text "14:30"
expect reminder one-day sms cancelled visit ada reason went-away
expect reminder one-day sms accepted visit bea
