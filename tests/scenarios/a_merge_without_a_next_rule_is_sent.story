# Invariant 5: merging into a rule that cannot speak would be silence.
at 2026-11-25 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: three-days, before: 3d, channels: [mail], late: merge}
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,,ada@example.org
end
expect mail to ada@example.org
expect reminder one-day sms skipped reason no-address
wait 2d
expect silence
