# Invariant 12: a zone-data update replans; it is not a move. The rows are
# made as older data would have left them: an hour off, the same wall time.
at 2026-11-23 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-30 10:00 30m Bea Petit, +33 6 39 98 00 02
end
sql "UPDATE appointment SET start_s = start_s + 3600, end_s = end_s + 3600"
sql "UPDATE booking SET content = 'b-of-other-zone-data'"
sql "UPDATE setting SET value = '2020a' WHERE name = 'zone_data'"
stop
start
expect reminder one-day sms planned visit ada due 2026-11-26 11:00
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin, +33 6 39 98 00 01
  bea 2026-11-30 10:00 30m Bea Petit, +33 6 39 98 00 02
end
expect output "2 changed"
expect visit #1 booked start 2026-11-27 10:00
expect reminder one-day sms planned visit #1 due 2026-11-26 10:00
at 2026-11-26 10:00
expect sms to +33639980001 text "at 10:00"
