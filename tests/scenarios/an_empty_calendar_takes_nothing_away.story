# Invariant 13: absence is not cancellation. A fetch that would drop all of
# the future is held; what it adds applies.
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
expect output "3 new"
expect feed chair-1 ok
wait 1h
feed chair-1
end
expect output "Held"
expect feed chair-1 suspicious
wait 1h
feed chair-1
  dora 2026-11-27 12:00 30m Dora Blanc, +33 6 39 98 00 04
end
expect output "1 new"
expect feed chair-1 suspicious
expect visit ada booked
expect reminder one-day sms planned visit ada
expect reminder one-day sms planned visit dora

# Something that is no calendar takes nothing away either.
wrong import kept.yaml --feed chair-1
expect visit ada booked
at 2026-11-26 10:00
expect sms to +33639980001

# All is there again, and nobody hears twice.
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-30 10:00 30m Cleo Roux, +33 6 39 98 00 03
  dora 2026-11-27 12:00 30m Dora Blanc, +33 6 39 98 00 04
end
expect feed chair-1 ok
at 2026-11-26 12:00
expect sms to +33639980002
expect sms to +33639980004
