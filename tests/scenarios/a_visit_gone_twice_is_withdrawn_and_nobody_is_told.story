# Invariant 13: gone from one good fetch a visit is missing, nothing is sent
# for it; gone from another half an hour later it is withdrawn; seen again it
# stands as before.
at 2026-11-23 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-30 10:00 30m Cleo Roux, +33 6 39 98 00 03
end
at 2026-11-26 09:45
feed chair-1
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-30 10:00 30m Cleo Roux, +33 6 39 98 00 03
end
expect output "1 missing"
expect visit ada booked
expect reminder one-day sms skipped visit ada reason missing
at 2026-11-26 10:05
expect silence
feed chair-1
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-30 10:00 30m Cleo Roux, +33 6 39 98 00 03
end
expect visit ada booked
at 2026-11-26 10:15
feed chair-1
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-30 10:00 30m Cleo Roux, +33 6 39 98 00 03
end
expect output "1 withdrawn"
expect visit ada withdrawn
expect reminder one-day sms cancelled visit ada reason went-away

# It comes back, late for its reminder; Bea's is due by now.
at 2026-11-26 11:00
expect sms to +33639980002
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-30 10:00 30m Cleo Roux, +33 6 39 98 00 03
end
expect output "1 restored"
expect visit ada booked
expect sms to +33639980001
wait 1d
expect silence
