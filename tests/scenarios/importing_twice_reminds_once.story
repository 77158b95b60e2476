# Invariant 1: one reminder for each appointment, rule and channel, however
# often the same file is read, the same rules are planned, and whatever
# happens to the program in between.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
expect reminder one-day sms planned due 2026-11-26 10:00
expect reminder one-day mail skipped reason fallback
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
expect output "1 unchanged"
office
  window:
    - {monday: ["08:00-20:00"], tuesday: ["08:00-20:00"],
       wednesday: ["08:00-20:00"], thursday: ["08:00-20:00"],
       friday: ["08:00-20:00"]}
end
crash
start
at 2026-11-26 09:59
expect silence
at 2026-11-26 10:00
expect sms to +33639980001 text "Cabinet: reminder of your appointment on Friday, November 27 at 10:00"
expect reminder one-day sms accepted attempts 1

# Afterwards nothing makes it leave again.
crash
start
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
office
  window:
    - {monday: ["09:00-20:00"], tuesday: ["09:00-20:00"],
       wednesday: ["09:00-20:00"], thursday: ["09:00-20:00"],
       friday: ["09:00-20:00"]}
end
stop
start
at 2026-11-28 12:00
expect silence
expect reminder one-day mail skipped reason fallback
