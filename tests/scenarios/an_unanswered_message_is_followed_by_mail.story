# `fallback`: the next channel speaks when nobody has answered for so long, and
# at once when the first one fails.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: two-days, before: 2d, channels: [sms, mail], fallback: 4h}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 11:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
  cid,2026-11-27 12:00,Cid Roux,+33 6 39 98 00 03,cid@example.org
end
at 2026-11-25 10:00
expect sms to +33639980001
expect reminder two-days mail planned visit ada reason unanswered due 2026-11-25 14:00
at 2026-11-25 11:00
expect sms to +33639980002
kept mark @bea confirmed
reply sms 400
at 2026-11-25 12:00
expect sms to +33639980003
expect mail to cid@example.org
at 2026-11-25 14:00
expect mail to ada@example.org
wait 2d
expect silence
