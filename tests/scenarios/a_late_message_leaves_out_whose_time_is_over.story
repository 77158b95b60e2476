# Of a household's message that could not leave in time the visits that are
# near are left out; the others are still told of.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: hours, before: 3h, channels: [sms]}
end
csv
  id,start,name,phone
  ada,2026-11-27 12:30,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-27 16:30,Bea Martin,+33 6 39 98 00 01
end
reply sms 429 after 1h
at 2026-11-27 09:30
expect sms to +33639980001
reply sms 429 after 1h
at 2026-11-27 10:30
expect sms to +33639980001 again
at 2026-11-27 11:30
expect sms to +33639980001 again text "16:30"
expect reminder hours sms expired visit ada reason too-late
expect reminder hours sms accepted visit bea
