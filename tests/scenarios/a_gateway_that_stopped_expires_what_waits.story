# Verdict CONFIG and invariant 3: what waits for a stopped gateway does not
# wait for ever, and says so.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 12:00,Ada Martin,+33 6 39 98 00 01
end
reply sms rejected
at 2026-11-26 12:00
expect sms to +33639980001
expect gateway sms stopped
expect reminder one-day sms planned
at 2026-11-27 10:00
expect reminder one-day sms expired reason too-late
reload
wait 3h
expect silence
