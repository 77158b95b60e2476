# Invariant 5: booked inside the rule's time: send now, skip, or merge into
# the next.
at 2026-11-23 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: week, before: 7d, channels: [mail], late: skip}
    - {name: three-days, before: 3d, channels: [mail], late: merge}
    - {name: one-day, before: 1d, channels: [sms], late: send}
end

# Four days ahead: the week is over, the rest is to come.
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
expect reminder week mail skipped reason booked-late
expect reminder three-days mail planned due 2026-11-24 10:00
at 2026-11-24 10:00
expect mail to ada@example.org

# Two days ahead: three days merge into one day.
at 2026-11-25 10:00
csv
  id,start,name,phone,email
  bea,2026-11-27 11:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
end
expect reminder three-days mail skipped visit bea reason merged

# On the eve: at once.
at 2026-11-26 18:00
expect sms to +33639980001
expect sms to +33639980002
csv
  id,start,name,phone,email
  cleo,2026-11-27 12:00,Cleo Roux,+33 6 39 98 00 03,cleo@example.org
end
expect sms to +33639980003
expect reminder three-days mail skipped visit cleo reason merged

# Half an hour ahead: nothing helps any more.
at 2026-11-27 12:00
csv
  id,start,name,phone,email
  dora,2026-11-27 12:30,Dora Blanc,+33 6 39 98 00 04,dora@example.org
end
expect reminder one-day sms skipped visit dora reason too-late
wait 1h
expect silence
