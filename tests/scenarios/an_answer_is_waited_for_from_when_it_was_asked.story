# The hours of `fallback` count from when the message left, not from when it
# was meant to.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: two-days, before: 2d, channels: [sms, mail], fallback: 2h}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
reply sms 429 after 1h
at 2026-11-25 10:00
expect sms to +33639980001
reply sms 429 after 1h
at 2026-11-25 11:00
expect sms to +33639980001 again
reply sms 429 after 1h
at 2026-11-25 12:00
expect sms to +33639980001 again
at 2026-11-25 13:00
expect sms to +33639980001 again
at 2026-11-25 14:59
expect silence
at 2026-11-25 15:00
expect mail to ada@example.org
