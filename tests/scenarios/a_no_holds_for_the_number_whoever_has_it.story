# Invariant 15: a no by number holds for all who have it, and for a customer
# who is imported with it later; each word is kept, with its source and time.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail]}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-28 10:00,Bea Martin,+33 6 39 98 00 01,
end
kept consent "06 39 98 00 01" no --source "by telephone"
expect output "2 customers"
expect reminder one-day sms skipped visit ada reason opted-out
expect reminder one-day mail planned visit ada
expect reminder one-day sms skipped visit bea reason opted-out
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-28 10:00,Bea Martin,+33 6 39 98 00 01,
  cid,2026-11-29 10:00,Cid Martin,+33 6 39 98 00 01,
end
expect reminder one-day sms skipped visit cid reason opted-out
at 2026-11-26 10:00
expect mail to ada@example.org
kept consent +33639980001 yes --source "at the desk"
expect reminder one-day sms planned visit bea
expect reminder one-day sms planned visit cid
kept consent #2 no
expect reminder one-day sms skipped visit bea reason opted-out
expect reminder one-day sms planned visit cid
kept consent #2
expect output "by telephone, about +33639980001"
expect output "at the desk, about +33639980001"
expect output "front desk"
wrong consent nobody no
expect output "is no number, mailbox or customer"
wrong consent #99 no
expect output "no customer 99"
