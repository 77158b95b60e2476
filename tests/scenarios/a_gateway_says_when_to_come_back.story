# Verdict RETRY: Retry-After is honoured, and the key stays the same; a
# crash in between changes neither.
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
reply sms 429 after 20m
reply sms 429 after 2h
reply sms 202
at 2026-11-26 10:00
expect sms to +33639980001
at 2026-11-26 10:05
crash
start
at 2026-11-26 10:19
expect silence
at 2026-11-26 10:20
expect sms to +33639980001 again
expect reminder one-day sms planned due 2026-11-26 12:20 attempts 2
at 2026-11-26 12:20
expect sms to +33639980001 again
expect reminder one-day sms accepted attempts 3
wait 1d
expect silence
