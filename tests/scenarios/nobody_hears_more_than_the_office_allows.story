# A cap a day and a week and address; what somebody must know passes it.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], household: apart}
  limits: {per_day: 2, per_week: 3}
end
csv
  id,start,name,phone
  a1,2026-11-26 10:00,Ada Martin,+33 6 39 98 00 01
  a2,2026-11-26 11:00,Ada Martin,+33 6 39 98 00 01
  a3,2026-11-26 12:00,Ada Martin,+33 6 39 98 00 01
  a4,2026-11-28 10:00,Ada Martin,+33 6 39 98 00 01
  a5,2026-11-28 11:00,Ada Martin,+33 6 39 98 00 01
end
at 2026-11-25 10:00
expect sms to +33639980001 text "10:00"
at 2026-11-25 11:00
expect sms to +33639980001 text "11:00"
at 2026-11-25 12:00
expect reminder one-day sms skipped visit a3 reason capped
at 2026-11-27 10:00
expect sms to +33639980001 text "10:00"
at 2026-11-27 11:00
expect reminder one-day sms skipped visit a5 reason capped
kept mark @a5 cancelled-office
wait 5m
expect sms to +33639980001
