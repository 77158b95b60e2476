# Not found for a minute: sent again, once; then it is a person's.
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
reply sms 404
reply sms 404
reply sms 404
reply sms 404
reply sms interrupted
reply sms 404
reply sms 404
reply sms 404
reply sms 404
at 2026-11-26 10:00
expect sms to +33639980001
wait 45s
expect question sms to +33639980001 again
expect question sms to +33639980001 again
expect question sms to +33639980001 again
expect reminder one-day sms claimed visit ada
wait 15s
expect question sms to +33639980001 again
expect sms to +33639980001 again
expect reminder one-day sms claimed visit ada
wait 1m
expect question sms to +33639980001 again
expect question sms to +33639980001 again
expect question sms to +33639980001 again
expect question sms to +33639980001 again
expect mail to ada@example.org
expect reminder one-day sms unknown visit ada
expect reminder one-day mail accepted visit ada
wait 1d
expect silence
