# A calendar never says when a visit was moved, nor who took its slot; looks at
# it do: between the last that had it and the first that had it not.
at 2026-11-23 09:00 Europe/Paris
feed chair-1
  ada 2026-12-01 10:00 30m Ada Martin, +33 6 39 98 00 01
end
at 2026-11-24 09:00
feed chair-1
  ada 2026-12-03 10:00 30m Ada Martin, +33 6 39 98 00 01
end
at 2026-11-25 21:00
feed chair-1
  ada 2026-12-04 11:00 30m Ada Martin, +33 6 39 98 00 01
  ben 2026-12-01 10:15 30m Ben Petit, +33 6 39 98 00 02
end
kept why 1
expect output "Said between 2026-11-23 09:00, when it was last seen, and 2026-11-24 09:00, when it was first gone."
expect output "Its slot was taken by appointment 3, 36 h after it became free."
kept why 4
expect output "Moved 2 times: 2026-12-01 10:00 (appointment 1), 2026-12-03 10:00 (appointment 2), then here."
expect output "Its calendar's words were changed 2 times; the last change was seen 2026-11-25 21:00."
