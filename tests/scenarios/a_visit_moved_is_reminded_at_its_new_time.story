# Invariant 2: nothing stale is ever sent.
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
at 2026-11-26 09:30
csv
  id,start,name,phone
  ada,2026-11-30 15:30,Ada Martin,+33 6 39 98 00 01
end
expect visit #1 moved
expect reminder one-day sms cancelled visit #1 reason went-away
expect reminder one-day sms planned visit ada due 2026-11-29 15:30
at 2026-11-29 15:30
expect sms to +33639980001 text "Monday, November 30 at 15:30"
wait 2d
expect silence
