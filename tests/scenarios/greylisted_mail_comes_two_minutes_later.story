# A relay that greylists wants to see us later; a full mailbox empties again;
# one that does not exist is refused.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [mail], late: send}
end
csv
  id,start,name,email
  ada,2026-11-27 10:00,Ada Martin,ada@example.org
  bea,2026-11-27 10:00,Bea Petit,bea@example.org
end
reply mail 451 "451 4.7.1 greylisted"
reply mail 550 "550 5.1.1 no such user"
reply mail 250 "250 2.0.0 Ok: queued as 4F5A6"
at 2026-11-26 10:00
expect mail to ada@example.org
expect mail to bea@example.org
expect reminder one-day mail planned visit ada due 2026-11-26 10:02
expect reminder one-day mail refused visit bea
at 2026-11-26 10:02
expect mail to ada@example.org again
expect reminder one-day mail accepted visit ada
kept why @ada
expect output "4F5A6"
wait 1d
expect silence
