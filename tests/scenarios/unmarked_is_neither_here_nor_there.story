# Invariants 9 and 18: unmarked is a status of its own; each figure has its
# numerator and denominator, and says how much is covered.
at 2026-11-02 08:00 Europe/Paris
csv
  id,start,name
  ada,2026-11-02 09:00,Ada Martin
  bea,2026-11-02 10:00,Bea Petit
  cleo,2026-11-02 11:00,Cleo Roux
  dora,2026-11-02 12:00,Dora Blanc
end

# Nobody can miss what has not begun.
wrong mark @ada no-show
expect output "starts only at"
at 2026-11-02 18:00
kept mark @ada attended
kept mark @bea late
kept mark @cleo no-show --reason "phone switched off"
expect visit dora booked attendance unmarked
report 2026-11
expect count attended 1
expect count attended_late 1
expect count no_show 1
expect count unmarked 1
expect rate fta 1/4
expect rate fta_due 1/3
expect rate coverage 3/4
