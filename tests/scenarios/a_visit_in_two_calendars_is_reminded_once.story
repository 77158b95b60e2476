# The chair's calendar and the doctor's know the same visits. One reminder
# each; absent from one it stands, absent from both it does not (invariant 13).
at 2026-11-23 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  ada 2026-11-27 10:00 30m Cleaning, Name: Ada Martin Phone: +33 6 39 98 00 01
  bea 2026-11-27 11:00 30m Cleaning, Name: Bea Petit Phone: +33 6 39 98 00 02
  cleo 2026-12-04 10:00 30m Cleaning, Name: Cleo Roux Phone: +33 6 39 98 00 03
  dora 2026-12-04 11:00 30m Cleaning, Name: Dora Blanc Phone: +33 6 39 98 00 04
end
feed doctor
  d-ada 2026-11-27 10:00 30m Cleaning, Name: Ada Martin Phone: +33 6 39 98 00 01
  d-bea 2026-11-27 11:00 30m B. Petit, +33 6 39 98 00 02
  d-cleo 2026-12-04 10:00 30m Cleo Roux
  d-dora 2026-12-04 11:00 30m D. Blanc
end
expect output "4 of them were known from another source"
expect visit #4 booked
kept review
expect output "Nothing waits"
at 2026-11-26 11:30
expect sms to +33639980001
expect sms to +33639980002

# The doctor's lacks Cleo: she stands, and is not even missing.
at 2026-12-01 09:00
feed doctor
  d-dora 2026-12-04 11:00 30m D. Blanc
end
at 2026-12-01 10:00
feed doctor
  d-dora 2026-12-04 11:00 30m D. Blanc
end
expect output "1 withdrawn"
expect visit cleo booked
expect reminder one-day sms planned visit cleo

# Then the chair's, too.
feed chair-1
  dora 2026-12-04 11:00 30m Cleaning, Name: Dora Blanc Phone: +33 6 39 98 00 04
end
expect reminder one-day sms skipped visit cleo reason missing
at 2026-12-01 11:00
feed chair-1
  dora 2026-12-04 11:00 30m Cleaning, Name: Dora Blanc Phone: +33 6 39 98 00 04
end
expect visit cleo withdrawn

# A cancellation in words counts, whoever still shows the visit.
feed doctor
  d-dora 2026-12-04 11:00 30m D. Blanc
  STATUS:CANCELLED
end
expect visit dora cancelled by customer
feed chair-1
  dora 2026-12-04 11:00 30m Cleaning, Name: Dora Blanc Phone: +33 6 39 98 00 04
end
expect visit dora cancelled by customer
wait 4d
expect silence
