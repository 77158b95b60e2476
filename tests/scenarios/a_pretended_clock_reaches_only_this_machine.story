# Invariant 21: with a clock that is not the world's, messages leave only to
# loopback gateways and the outbox. Every story's clock is of that kind.
at 2026-11-25 09:00 Europe/Paris
config
  mail: {gateway: smtp, url: "smtp://127.0.0.1:2525", tls: off,
         from: "Cabinet <rdv@example.org>"}
  sms: {gateway: http, url: "https://sms.example.org/send",
        headers: {Content-Type: application/json},
        body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}'}
end
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
    - {name: hours, before: 20h, channels: [mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
at 2026-11-26 14:00
expect outbox sms to +33639980001
expect mail to ada@example.org
