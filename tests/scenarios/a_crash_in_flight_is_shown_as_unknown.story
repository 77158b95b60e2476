# Invariant 19: only what was in flight is doubtful; it is shown as unknown,
# not repeated on its channel, and the rule's next channel comes.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
  cleo,2026-11-27 10:05,Cleo Roux,+33 6 39 98 00 03,cleo@example.org
end
reply sms hang
at 2026-11-26 10:00
expect sms to +33639980001
expect sms to +33639980002
expect reminder one-day sms claimed visit ada
expect reminder one-day sms accepted visit bea
crash
start
expect mail to ada@example.org
expect reminder one-day sms unknown visit ada
expect reminder one-day mail accepted visit ada
expect reminder one-day sms accepted visit bea
expect reminder one-day mail skipped visit bea reason fallback
kept why @ada
expect output "the program stopped during this attempt"
at 2026-11-26 10:05
expect sms to +33639980003
wait 1d
expect silence
