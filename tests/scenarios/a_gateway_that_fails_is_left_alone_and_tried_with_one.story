# Five faults in a row: half a minute of quiet, then one message decides, a
# whole minute after that; mail goes on meanwhile.
at 2026-11-25 09:00 Europe/Paris
config
  mail: {gateway: smtp, url: "smtp://127.0.0.1:2525", tls: off,
         from: "Cabinet <rdv@example.org>"}
  sms: {gateway: http, url: "http://127.0.0.1:13013/send", retry: "503",
        headers: {Content-Type: application/json},
        body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}'}
end
kept live on
office
  rules:
    - {name: text, before: 1d, channels: [sms], late: send}
    - {name: letter, before: 1d, channels: [mail], late: send}
end
csv
  id,start,name,phone,email
  v1,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,
  v2,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02,
  v3,2026-11-27 10:00,Cleo Roux,+33 6 39 98 00 03,
  v4,2026-11-27 10:00,Dora Blanc,+33 6 39 98 00 04,
  v5,2026-11-27 10:00,Elsa Noir,+33 6 39 98 00 05,
  v6,2026-11-27 10:01,Fanny Brun,+33 6 39 98 00 06,
  v7,2026-11-27 10:01,Gina Gris,+33 6 39 98 00 07,gina@example.org
end
reply sms 503 after 30m
reply sms 503 after 30m
reply sms 503 after 30m
reply sms 503 after 30m
reply sms 503 after 30m
at 2026-11-26 10:00
expect sms to +33639980001
expect sms to +33639980002
expect sms to +33639980003
expect sms to +33639980004
expect sms to +33639980005

# Half open: one is let through, and nobody else until it is answered.
reply sms hang
at 2026-11-26 10:01
expect sms to +33639980006
expect mail to gina@example.org
wait 30s
expect silence
answer sms 503 after 30m

# Open again, for twice as long; then it answers, and is as it was.
wait 59s
expect silence
wait 1s
expect sms to +33639980007
expect reminder text sms accepted visit v7
at 2026-11-26 10:40
expect sms to +33639980001 again
expect sms to +33639980002 again
expect sms to +33639980003 again
expect sms to +33639980004 again
expect sms to +33639980005 again
expect sms to +33639980006 again
wait 1d
expect silence
