# With a million reminders planned the first one leaves within a second of a
# start: nothing is looked for without an index.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02,
  cleo,2026-11-27 10:05,Cleo Roux,+33 6 39 98 00 03,
end
reply sms 429
at 2026-11-26 10:00
expect sms to +33639980001
expect sms to +33639980002
expect indexes
at 2026-11-26 10:05
expect sms to +33639980001 again
expect sms to +33639980003
