# The customer was told a time: they hear of the new one, once, however often
# the visit moved meanwhile. A visit nobody had announced moves in silence.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: week, before: 7d, channels: [sms], late: send}
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  ada,2026-11-27 12:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-12-30 12:00,Bea Petit,+33 6 39 98 00 02
end
at 2026-11-20 12:00
expect sms to +33639980001 text "12:00"
at 2026-11-23 09:30
csv
  id,start,name,phone
  ada,2026-11-30 12:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-12-31 12:00,Bea Petit,+33 6 39 98 00 02
end
wait 2m
csv
  id,start,name,phone
  ada,2026-11-30 15:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-12-31 12:00,Bea Petit,+33 6 39 98 00 02
end
wait 4m
expect silence
wait 1m
expect sms to +33639980001 text "has moved to Monday, November 30 at 15:00 (was Fri, Nov 27 at 12:00)"
expect reminder week sms skipped visit ada reason merged
at 2026-11-29 15:00
expect sms to +33639980001 text "15:00"
wait 2d
expect silence
