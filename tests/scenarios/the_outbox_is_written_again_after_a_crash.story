# Invariant 19: a file written twice is one file; so a crash while the outbox
# was written leaves no doubt.
at 2026-11-25 09:00 Europe/Paris
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
expect outbox sms to +33639980001
expect reminder one-day sms claimed
crash
start
expect outbox sms to +33639980001 again
expect reminder one-day sms accepted
wait 1d
expect silence
