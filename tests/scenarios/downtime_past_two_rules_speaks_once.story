# Invariant 3: caught up, but never the same words twice in a row.
at 2026-11-20 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: three-days, before: 3d, channels: [sms], late: send}
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  v1,2026-11-27 10:00,Ada Lilas,+33 6 39 98 01 01
end
crash
at 2026-11-26 12:00
start

# Both are due; the later one speaks for both, and planning again changes that
# as little as an edit of the office does.
expect sms to +33639980101 text "Friday"
expect reminder three-days sms skipped visit v1 reason merged
expect reminder one-day sms accepted visit v1
office
  rules:
    - {name: three-days, before: 3d, channels: [sms], late: send}
    - {name: one-day, before: 24h, channels: [sms], late: send}
end
expect silence
wait 1d
expect silence
