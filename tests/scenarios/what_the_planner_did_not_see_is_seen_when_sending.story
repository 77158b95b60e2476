# Invariant 2: status, consent and address are read again at send time, even
# if nobody had told the planner. The rows are changed behind its back.
at 2026-11-20 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02
  cleo,2026-11-27 10:00,Cleo Roux,+33 6 39 98 00 03
  dora,2026-11-27 10:00,Dora Blanc,+33 6 39 98 00 04
  eva,2026-11-27 10:00,Eva Noir,+33 6 39 98 00 05
  flo,2026-11-27 10:30,Flo Gris,+33 6 39 98 00 06
  gil,2026-11-27 10:30,Gil Brun,+33 6 39 98 00 07
end
sql "UPDATE appointment SET state = 'cancelled', cancelled_by = 'customer' WHERE id = 1"
sql "INSERT INTO consent VALUES (2, 'sms', 0, 'story', 0)"
sql "UPDATE booking SET missing_s = 1 WHERE appointment = 3"
sql "UPDATE customer SET phone = '+33639980009' WHERE id = 4"
sql "UPDATE appointment SET state = 'withdrawn' WHERE id = 5"
at 2026-11-26 10:00
expect sms to +33639980009
expect reminder one-day sms cancelled visit ada reason went-away
expect reminder one-day sms skipped visit bea reason opted-out
expect reminder one-day sms skipped visit cleo reason missing
expect reminder one-day sms cancelled visit eva reason went-away

# And once more before each attempt, when the message is written already.
reply sms 429 after 10m
reply sms 429 after 10m
at 2026-11-26 10:30
expect sms to +33639980006
expect sms to +33639980007
sql "UPDATE appointment SET state = 'cancelled', cancelled_by = 'office' WHERE id = 6"
sql "INSERT INTO consent VALUES (7, 'sms', 0, 'story', 0)"
at 2026-11-26 11:00
expect reminder one-day sms cancelled visit flo reason went-away
expect reminder one-day sms skipped visit gil reason opted-out
expect silence
