# Verdict UNKNOWN: shown to a person, never repeated on this channel; the
# rule's next channel still comes.
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
end
reply sms interrupted
reply sms 503
at 2026-11-26 10:00
expect sms to +33639980001
expect sms to +33639980002
expect mail to ada@example.org
expect reminder one-day sms unknown visit ada
expect reminder one-day mail accepted visit ada
expect reminder one-day sms unknown visit bea

# Not after a crash, and not because the file is read again.
crash
start
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02,
end
wait 1d
expect silence
kept why @bea
expect output "unknown"
