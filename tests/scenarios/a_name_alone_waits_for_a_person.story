# A name alone matches nobody who can be reached: it is suggested, a person
# says yes, and from then on the name is enough. It can be taken back.
at 2026-11-23 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv customers
  customer_id,name,phone
  c1,"Martin, Ada",06 39 98 00 01
  c2,Bea Petit,06 39 98 00 02
  c3,Bea Petit,06 39 98 00 03
end
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin
  bea 2026-11-27 11:00 30m Bea Petit
end
expect output "1 waits for an answer in 'kept review'"
expect reminder one-day sms skipped visit ada reason no-address
kept review
expect output "suggestion: Ada Martin, 1 visit, next 2026-11-27 10:00"
expect output "one customer has that name: Ada Martin, +33639980001"
kept review approve --suggestions
expect reminder one-day sms planned visit ada
expect reminder one-day sms skipped visit bea reason no-address
kept why @ada
expect output "customer 4 → customer 1 by command line: review 1"
feed chair-1
  ada 2026-11-27 10:00 30m Ada Martin
  bea 2026-11-27 11:00 30m Bea Petit
  ada2 2026-12-04 10:00 30m Ada Martin
end
expect reminder one-day sms planned visit ada2
kept review
expect output "Nothing waits"
at 2026-11-26 10:30
expect sms to +33639980001

# Who said STOP under one name is left alone under the other.
kept review --answered
expect output "approved by command line"
kept review undo 1
expect reminder one-day sms planned visit ada2
wrong review approve 99
expect output "no item 99"
wait 1d
expect silence
