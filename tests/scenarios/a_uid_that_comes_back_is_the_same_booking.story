# A calendar that shows nothing any more is known all the same: when an event
# comes back under its UID, it is the one that was there.
at 2026-11-23 09:00 Europe/Paris
office
  rules: []
end
feed chair-1
  ada 2026-11-24 10:00 30m Ada Martin, +33 6 39 98 00 01
end
at 2026-11-25 09:00
feed chair-1
end
at 2026-11-26 09:00
feed chair-1
  ada 2026-12-01 10:00 30m Ada Martin, +33 6 39 98 00 01
end
expect output "1 moved"
at 2026-11-26 12:00
feed chair-1
  ada 2026-12-01 10:00 30m Ada Martin, +33 6 39 98 00 01
end
expect output "nothing new"
