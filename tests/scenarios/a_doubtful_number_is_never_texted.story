# Invariant 14: a phone number needs a country; a doubtful one is listed,
# never texted. Mail is used where there is any.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,customer_id,name,phone,email
  ada,2026-11-27 10:00,c1,Ada Martin,06 39 98 0,ada@example.org
  bea,2026-11-27 10:00,c2,Bea Petit,0033 12 (mother),
  bea2,2026-12-04 10:00,c2,Bea Petit,0033 12 (mother),
  cleo,2026-11-27 10:00,c3,Cleo Roux,06 39 98 00 03,
end
expect reminder one-day sms skipped visit ada reason doubtful-number
expect reminder one-day mail planned visit ada
expect reminder one-day sms skipped visit bea reason doubtful-number
expect reminder one-day mail skipped visit bea reason no-address
kept plan --days 3
expect output "the number cannot be trusted"

# Mended in time, for all her visits.
csv
  id,start,customer_id,name,phone
  bea,2026-11-27 10:00,c2,Bea Petit,+33 6 39 98 00 02
end
expect reminder one-day sms planned visit bea
expect reminder one-day sms planned visit bea2
at 2026-11-26 10:00
expect sms to +33639980002
expect mail to ada@example.org
expect sms to +33639980003
wait 1d
expect silence
