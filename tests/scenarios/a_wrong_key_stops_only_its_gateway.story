# Verdict CONFIG: our key, sender or balance. The gateway stops with an alarm,
# the reminder goes back to planned, the attempt does not count, and the other
# gateway goes on. Reading the configuration again lets it try again.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
    - {name: hours, before: 20h, channels: [mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 12:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-27 12:30,Bea Petit,+33 6 39 98 00 02,
end
reply sms 401
at 2026-11-26 12:45
expect sms to +33639980001
expect gateway sms stopped
expect reminder one-day sms planned visit ada attempts 0
expect reminder one-day sms planned visit bea attempts 0
expect reminder one-day mail skipped visit ada reason fallback
at 2026-11-26 16:00
expect mail to ada@example.org
kept doctor
expect output "sms"

# A reload with the mistake still in it: what is due asks, and it stops again.
reply sms 403
reply sms 403
reload
expect sms to +33639980001 again
expect sms to +33639980002
expect gateway sms stopped
wait 1h
expect silence

# Mended.
config
  mail: {gateway: smtp, url: "smtp://127.0.0.1:2525", tls: off,
         from: "Cabinet <rdv@example.org>"}
  sms: {gateway: http, url: "http://127.0.0.1:13013/other",
        headers: {Content-Type: application/json}, sender: Cabinet,
        body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}'}
end
expect sms to +33639980001 again
expect sms to +33639980002 again
expect gateway sms running
expect reminder one-day sms accepted visit ada attempts 1
wait 1d
expect silence
