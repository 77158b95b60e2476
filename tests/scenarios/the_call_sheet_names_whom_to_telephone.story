# Invariant 16: whom nobody could write to, whose message failed or is in
# doubt, and who has not answered; not those who have, nor who is written to
# later.
at 2026-11-24 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms]}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 10:30,Bea Petit,+33 6 39 98 00 02
  cid,2026-11-27 11:00,Cid Roux,06 12
  dan,2026-11-27 11:30,Dan Noir,
  eva,2026-11-27 12:00,Eva Blanc,+33 6 39 98 00 05
  fay,2026-11-27 17:30,Fay Gris,+33 6 39 98 00 06
  gus,2026-11-27 12:30,Gus Vert,+33 6 39 98 00 07
end
at 2026-11-26 10:00
expect sms to +33639980001
reply sms 400
at 2026-11-26 10:30
expect sms to +33639980002
reply sms interrupted
at 2026-11-26 12:00
expect sms to +33639980005
at 2026-11-26 12:30
expect sms to +33639980007
kept mark @gus confirmed
at 2026-11-26 13:00
kept callsheet
expect output "whom to telephone about Friday, November 27, 2026"
expect output "5 of 7 visits"
expect output "Cannot be written to (2)"
expect output "06 12"
expect output "Messages that failed (1)"
expect output "by sms: refused"
expect output "Messages that may not have arrived (1)"
expect output "Told, and no answer yet (1)"
wrong callsheet someday
wrong callsheet --format pdf
expect output "wants -o FILE"
at 2026-11-26 17:30
expect sms to +33639980006
