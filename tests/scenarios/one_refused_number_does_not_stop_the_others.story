# Invariant 4: one recipient's failure never touches another's; and a refused
# message goes on to the rule's next channel.
at 2026-11-25 12:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
  cleo,2026-11-27 10:00,Cleo Roux,+33 6 39 98 00 03,
  dora,2026-11-27 10:00,Dora Blanc,+33 6 39 98 00 04,dora@example.org
end
reply sms 400 '{"error": "no such number"}'
reply sms 202 '{"message_id": "m-2"}'
reply sms 422
at 2026-11-26 10:00
expect sms to +33639980001
expect sms to +33639980002
expect sms to +33639980003
expect sms to +33639980004
expect mail to ada@example.org
expect reminder one-day sms refused visit ada attempts 1
expect reminder one-day mail accepted visit ada
expect reminder one-day sms accepted visit bea
expect reminder one-day mail skipped visit bea reason fallback
expect reminder one-day sms refused visit cleo
expect reminder one-day mail skipped visit cleo reason no-address
expect reminder one-day sms accepted visit dora
expect gateway sms running
wait 1d
expect silence
