# A gateway that takes five a second gets five a second, and in the end all.
at 2026-11-25 09:00 Europe/Paris
kept live on
config
  sms: {gateway: http, url: "http://127.0.0.1:13013/send", pace: 5/s,
        headers: {Content-Type: application/json},
        body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}'}
end
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  v1,2026-11-27 10:00,Guest 1,+33 6 39 98 00 01
  v2,2026-11-27 10:00,Guest 2,+33 6 39 98 00 02
  v3,2026-11-27 10:00,Guest 3,+33 6 39 98 00 03
  v4,2026-11-27 10:00,Guest 4,+33 6 39 98 00 04
  v5,2026-11-27 10:00,Guest 5,+33 6 39 98 00 05
  v6,2026-11-27 10:00,Guest 6,+33 6 39 98 00 06
  v7,2026-11-27 10:00,Guest 7,+33 6 39 98 00 07
  v8,2026-11-27 10:00,Guest 8,+33 6 39 98 00 08
end
at 2026-11-26 10:00
expect sms to +33639980001
expect sms to +33639980002
expect sms to +33639980003
expect sms to +33639980004
expect sms to +33639980005
expect sms to +33639980006
expect sms to +33639980007
expect sms to +33639980008
