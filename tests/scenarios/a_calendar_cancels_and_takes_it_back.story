# Invariants 2 and 13: an explicit cancellation counts at once, even when the
# same fetch is otherwise held; and it can be taken back by its source.
at 2026-11-23 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-27 12:00 30m Cleo Roux, +33 6 39 98 00 03
  dora 2026-11-30 12:00 30m Dora Blanc, +33 6 39 98 00 04
  eva 2026-11-30 13:00 30m Eva Noir, +33 6 39 98 00 05
end
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  STATUS:CANCELLED
end
expect feed chair-1 suspicious
expect visit ada cancelled by customer
expect visit bea booked
expect reminder one-day sms cancelled visit ada reason went-away
at 2026-11-26 11:00
expect sms to +33639980002
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-27 11:00 30m Bea Petit, +33 6 39 98 00 02
  cleo 2026-11-27 12:00 30m Cleo Roux, +33 6 39 98 00 03
  dora 2026-11-30 12:00 30m Dora Blanc, +33 6 39 98 00 04
  eva 2026-11-30 13:00 30m Eva Noir, +33 6 39 98 00 05
end
expect visit ada booked
expect sms to +33639980001
at 2026-11-26 12:00
expect sms to +33639980003
