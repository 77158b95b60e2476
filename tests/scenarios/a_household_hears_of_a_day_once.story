# One message a number and day names each visit; a visit that is booked after
# it left, and one of another day, have a message of their own.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 14:30,Bea Martin,+33 6 39 98 00 01
  cid,2026-11-28 09:30,Cid Martin,+33 6 39 98 00 01
  dan,2026-11-27 11:00,Dan Petit,+33 6 39 98 00 02
end
at 2026-11-26 10:00
expect sms to +33639980001 text "(Ada 10:00, Bea 14:30)"
expect reminder one-day sms accepted visit ada
expect reminder one-day sms accepted visit bea
expect reminder one-day sms planned visit cid
at 2026-11-26 11:00
expect sms to +33639980002 text "11:00"
csv
  id,start,name,phone
  eva,2026-11-27 16:00,Eva Martin,+33 6 39 98 00 01
end
at 2026-11-26 16:00
expect sms to +33639980001 text "16:00"
at 2026-11-27 09:30
expect sms to +33639980001 text "09:30"
wait 1d
expect silence
