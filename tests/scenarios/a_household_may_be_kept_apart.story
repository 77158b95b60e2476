# A rule may keep the visits of a household apart, and a person may say that
# people behind a number are strangers: then nobody reads of the other.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: two-days, before: 2d, channels: [sms], household: apart}
    - {name: one-day, before: 1d, channels: [sms]}
end
csv
  id,start,name,phone
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 14:30,Bea Petit,+33 6 39 98 00 01
end
at 2026-11-25 10:00
expect sms to +33639980001 text "10:00"
at 2026-11-25 14:30
expect sms to +33639980001 text "14:30"
kept review --all
expect output "household"
kept review reject 1
at 2026-11-26 10:00
expect sms to +33639980001 text "10:00"
expect reminder one-day sms planned visit bea
at 2026-11-26 14:30
expect sms to +33639980001 text "14:30"
