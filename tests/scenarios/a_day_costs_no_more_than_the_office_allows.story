# A limit on what messages cost in a day: the rest waits for tomorrow, or is
# skipped where that is too late; what a gateway refused costs nothing.
at 2026-11-20 10:00 Europe/Paris
kept live on
config
  mail: {gateway: smtp, url: "smtp://127.0.0.1:9", tls: off, from: "Cabinet <c@example.org>"}
  sms: {gateway: http, url: "http://127.0.0.1:9/sms", body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}', headers: {Content-Type: application/json}, cost: "0.10", refused: "400"}
end
office
  rules:
    - {name: two-days, before: 2d, channels: [sms]}
  limits: {spend_per_day: "0.20"}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 10:30,Bea Petit,+33 6 39 98 00 02
  cid,2026-11-27 11:00,Cid Roux,+33 6 39 98 00 03
  dan,2026-11-27 11:30,Dan Noir,+33 6 39 98 00 04
end
reply sms 400
at 2026-11-25 10:00
expect sms to +33639980001
at 2026-11-25 10:30
expect sms to +33639980002
at 2026-11-25 11:00
expect sms to +33639980003
at 2026-11-25 12:00
expect silence
expect reminder two-days sms planned visit dan
kept alarm
expect output "Today's 0.20 EUR for messages are spent"
kept doctor
expect output "1 goes on"
at 2026-11-26 09:00
expect sms to +33639980004
wait 1d
