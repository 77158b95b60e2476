# Invariant 10: cancelled before the start is never a no-show; by customer, by
# office and short are apart; moved is not cancelled.
at 2026-11-02 09:00 Europe/Paris
csv
  id,start,name
  early,2026-11-20 09:00,Ada Martin
  short,2026-11-20 10:00,Bea Petit
  office,2026-11-20 11:00,Cleo Roux
  after,2026-11-20 12:00,Dora Blanc
  moved,2026-11-20 13:00,Eva Noir
  shifted,2026-11-20 14:00,Flo Gris
  came,2026-11-20 15:00,Gil Brun
end
kept mark @early cancelled
at 2026-11-10 09:00
csv
  id,start,name
  moved,2026-11-25 13:00,Eva Noir
end

# A move is somewhere between two looks; the time kindest to the customer
# counts.
at 2026-11-19 20:00
csv
  id,start,name
  shifted,2026-11-20 14:00,Flo Gris
end
at 2026-11-20 08:00
kept mark @short cancelled --said 2026-11-19T18:00:00+01:00
kept mark @office cancelled-office
csv
  id,start,name
  shifted,2026-11-25 14:00,Flo Gris
end
at 2026-11-20 18:00

# Said when the visit had already begun.
kept mark @after cancelled --said 2026-11-20T12:05:00+01:00
kept mark @came attended
expect visit after cancelled by customer
report 2026-11
expect count cancelled_early 1
expect count cancelled_short 1
expect count cancelled_office 1
expect count no_show 1
expect count moved_early 1
expect count moved_short 1
expect count attended 1
expect count future 2
expect rate fta 1/7
expect rate short_notice 2/4
expect rate cancellation 4/6
