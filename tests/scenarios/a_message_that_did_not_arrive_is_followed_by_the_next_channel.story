# Invariant 7: what a gateway says later is a state of its own. What failed is
# followed by the rule's next channel, what is only late is not; an address
# that is gone is not used again; nothing that was heard is lost in a crash, or
# before its attempt is on record.
at 2026-11-25 12:00 Europe/Paris
kept live on
office
  rules:
    - {name: two-days, before: 2d, channels: [mail, sms], late: send}
    - {name: one-day, before: 1d, channels: [mail, sms], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-28 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
  bea,2026-11-28 10:00,Bea Petit,+33 6 39 98 00 02,bea@example.org
  cid,2026-11-28 10:00,Cid Roux,+33 6 39 98 00 03,cid@example.org
end
at 2026-11-26 10:00
expect mail to ada@example.org
expect mail to bea@example.org
expect mail to cid@example.org
receipt ada mail buffered
expect silence
receipt bea mail delivered
expect reminder two-days mail delivered visit bea
receipt ada mail undelivered gone
expect sms to +33639980001
expect reminder two-days mail refused visit ada
expect reminder two-days sms accepted visit ada
expect reminder two-days mail accepted visit cid
receipt ada mail undelivered gone
receipt ada mail delivered
expect reminder two-days mail refused visit ada
expect silence
crash
start
kept why @ada
expect output "was reported undelivered"
expect output "no to mail, about ada@example.org: the story"
# The address is not used again, and an answer that is early waits.
reply mail hang
at 2026-11-27 10:00
expect sms to +33639980001
expect mail to bea@example.org
expect mail to cid@example.org
expect reminder one-day mail skipped visit ada reason opted-out
receipt bea mail undelivered
expect reminder one-day mail claimed visit bea
answer mail 250
expect reminder one-day mail refused visit bea
expect sms to +33639980002
expect reminder one-day mail accepted visit cid
