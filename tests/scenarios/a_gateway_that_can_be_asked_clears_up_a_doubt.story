# Verdict UNKNOWN, gateway can be asked: found is accepted, with the reference;
# nothing is sent twice and nobody is troubled.
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
reply sms 503
reply sms 200
at 2026-11-26 10:00
expect sms to +33639980001
expect reminder one-day sms claimed visit ada
wait 15s
expect question sms to +33639980001 again
expect reminder one-day sms claimed visit ada
wait 15s
expect question sms to +33639980001 again
expect reminder one-day sms accepted visit ada
wait 1d
expect silence
kept why @ada
expect output "asked: it has the message"
