# Invariant 2: status is read again at send time.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,status
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,
  bea,2026-11-27 11:00,Bea Petit,+33 6 39 98 00 02,
  cleo,2026-11-27 12:00,Cleo Roux,+33 6 39 98 00 03,
end
at 2026-11-26 09:59
kept mark @ada cancelled
csv
  id,start,name,phone,status
  bea,2026-11-27 11:00,Bea Petit,+33 6 39 98 00 02,cancelled
end
expect visit ada cancelled by customer
expect visit bea cancelled by customer
expect reminder one-day sms cancelled visit ada reason went-away
expect reminder one-day sms cancelled visit bea reason went-away
at 2026-11-26 12:00
expect sms to +33639980003
kept mark @ada confirmed

# Taken back: there is a visit again, and it is late for its reminder.
expect sms to +33639980001 text "November 27 at 10:00"
wait 2d
expect silence
