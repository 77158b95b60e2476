# Invariant 2: the address is read again at send time, also when the message
# to the old one was already written and waits to be tried again.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
end
reply sms 429 after 30m
at 2026-11-26 10:00
expect sms to +33639980001
expect reminder one-day sms planned due 2026-11-26 10:30 attempts 1
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 09
end
expect output "1 changed"
at 2026-11-26 10:30
expect sms to +33639980009
expect reminder one-day sms accepted
wait 1d
expect silence
