# A calendar whose titles are names, and a list of customers: a family behind
# one number is told apart by them, and its table finds both visits.
at 2026-11-02 08:00 Europe/Paris
office
  rules: []
end
csv customers
  customer_id,name,phone
  c1,Ada Martin,06 39 98 00 01
  c2,Ben Martin,06 39 98 00 01
end
feed chair-1
  ada 2026-11-20 10:00 30m Ada Martin, +33 6 39 98 00 01
  ben 2026-11-20 10:00 30m Ben Martin, +33 6 39 98 00 01
  zoe 2026-11-20 11:00 30m Zoe Zola
end
kept why @ben
expect output "2026-11-20 10:00, Ben Martin"
expect output "Shares +33639980001 with Ada Martin"
csv november
  id,start,status,customer_id,name,phone
  n1,2026-11-20 10:00,,c1,Ada Martin,06 39 98 00 01
  n2,2026-11-20 10:00,,c2,Ben Martin,06 39 98 00 01
end
expect output "2 of them were known from another source"

# The list may come later than the calendar.
csv customers
  customer_id,name,phone
  c3,"Zola, Zoe",06 39 98 00 03
end
kept review
expect output "suggestion: Zoe Zola, 1 visit"
