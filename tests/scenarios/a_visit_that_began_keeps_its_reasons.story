# Invariant 7: what was skipped says why, whatever is noted after the visit.
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
at 2026-11-26 10:00
expect sms to +33639980001
expect reminder one-day mail skipped reason no-address
at 2026-11-27 11:00
kept mark @ada confirmed
wait 1h
expect reminder one-day mail skipped reason no-address
expect silence
