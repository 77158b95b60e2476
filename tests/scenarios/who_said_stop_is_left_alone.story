# Invariant 2: consent is read again at send time.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
end
at 2026-11-26 09:59
consent ada sms no
consent bea sms no
consent bea mail no
expect reminder one-day sms skipped visit ada reason opted-out
expect reminder one-day mail planned visit ada
expect reminder one-day mail skipped visit bea reason opted-out
at 2026-11-26 10:00
expect mail to ada@example.org subject "Your appointment on Friday, November 27"
wait 2h
expect silence
