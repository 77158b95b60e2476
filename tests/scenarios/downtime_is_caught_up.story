# Invariant 3: "due" has no lower bound, but the latest useful time ends it,
# and that is never after the start. Two hours before is the latest.
at 2026-11-25 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 09:30,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 11:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
  cleo,2026-11-27 17:00,Cleo Roux,+33 6 39 98 00 03,cleo@example.org
end
crash
at 2026-11-27 09:15
start

# Bea is told until 09:00, Ada until 07:30, Cleo's time is still to come.
expect sms to +33639980003 text "at 17:00"
expect reminder one-day sms expired visit ada reason too-late
expect reminder one-day sms expired visit bea reason too-late
expect reminder one-day sms accepted visit cleo
wait 1d
expect silence
