# The gateway was another one when it was asked to send.
at 2026-11-25 09:00 Europe/Paris
askable
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
reply sms interrupted
at 2026-11-26 10:00
expect sms to +33639980001
expect reminder one-day sms claimed visit ada
config
  mail: {gateway: smtp, url: "smtp://127.0.0.1:2525", tls: off,
         from: "Cabinet <rdv@example.org>"}
end
wait 15s
expect mail to ada@example.org
expect reminder one-day sms unknown visit ada
wait 1d
expect silence
