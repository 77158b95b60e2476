# Planning runs again when rules or hours change; it adds, cancels and
# revives, and never touches what has left.
at 2026-11-20 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,
  bea,2026-11-30 10:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
end
at 2026-11-26 10:00
expect sms to +33639980001
office
  rules:
    - {name: one-day, before: 1d at 18:00, channels: [sms], late: send}
    - {name: evening, before: 1 open day, channels: [mail], late: skip}
end
expect reminder one-day sms accepted visit ada
expect reminder one-day sms planned visit bea due 2026-11-29 18:00
expect reminder evening mail planned visit bea due 2026-11-27 10:00
office
  rules:
    - {name: evening, before: 1 open day, channels: [mail], late: skip}
end
expect reminder one-day sms cancelled visit bea reason rule-gone
expect reminder evening mail planned visit bea due 2026-11-27 10:00
office
  rules:
    - {name: one-day, before: 1d at 18:00, channels: [sms], late: send}
end
expect reminder one-day sms planned visit bea due 2026-11-29 18:00
expect reminder evening mail cancelled visit bea reason rule-gone
at 2026-11-29 18:00
expect sms to +33639980002
wait 2d
expect silence
