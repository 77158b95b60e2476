# Invariant 2: a retry looks at everything again, the rules too.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
end
reply sms hang
at 2026-11-26 10:00
expect sms to +33639980001
office
  rules:
    - {name: two-hours, before: 3h, channels: [sms], late: skip}
end
answer sms 429
expect reminder one-day sms cancelled reason rule-gone
wait 2h
expect silence
