# Invariants 10 and 11: a move closes one slot and opens the next, linked; the
# closed one takes no marks any more.
at 2026-11-02 08:00 Europe/Paris
feed chair-1
  ada 2026-11-20 10:00 30m Ada Martin
  bea 2026-11-20 11:00 30m Bea Petit
end
feed chair-1
  ada 2026-11-23 10:00 30m Ada Martin
  bea 2026-11-20 11:00 30m Bea Petit
end
expect output "1 moved"
expect visit #1 moved start 2026-11-20 10:00
expect visit ada booked start 2026-11-23 10:00
wrong mark 1 no-show
expect output "was moved"
at 2026-11-23 18:00
kept mark @ada no-show
report 2026-11
expect count moved_early 1
expect count no_show 1
expect count unmarked 1
