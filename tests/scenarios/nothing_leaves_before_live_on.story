# Invariant 20: before somebody says `kept live on` messages go to the outbox;
# `live --to` sends all of that channel to oneself, and the rest to the outbox.
at 2026-11-25 09:00 Europe/Paris
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
    - {name: hours, before: 20h, channels: [mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-28 10:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
  cleo,2026-11-29 10:00,Cleo Roux,+33 6 39 98 00 03,cleo@example.org
end
kept live status
expect output "Not live"
at 2026-11-26 14:00
expect outbox sms to +33639980001 text "Friday, November 27"
expect outbox mail to ada@example.org subject "Friday, November 27"

kept live --to +33639980099
expect output "Bea Petit"
at 2026-11-27 14:00
expect sms to +33639980099 text "Saturday, November 28"
expect outbox mail to bea@example.org

# The switch first shows what would go out in the next day.
kept live on
expect output "Cleo Roux"
expect silence
at 2026-11-28 14:00
expect sms to +33639980003
expect mail to cleo@example.org
kept live off
wait 1d
expect silence
