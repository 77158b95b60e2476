# Verdict UNKNOWN, where the gateway ignores repeats of our key: again.
at 2026-11-25 09:00 Europe/Paris
kept live on
config
  sms: {gateway: http, url: "http://127.0.0.1:13013/send", repeatable: true,
        headers: {Content-Type: application/json},
        body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}'}
end
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
end
reply sms interrupted
reply sms hang
at 2026-11-26 10:01
expect sms to +33639980001
expect sms to +33639980001 again

# Invariant 19: a crash in flight is doubtful, and a repeat does no harm.
crash
start
expect sms to +33639980001 again
expect reminder one-day sms accepted
wait 1d
expect silence
