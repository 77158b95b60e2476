# Invariant 2: a retry looks at everything again.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone,email
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org
end
reply sms hang
at 2026-11-26 10:00
expect sms to +33639980001
expect reminder one-day sms claimed
kept mark @ada cancelled
expect reminder one-day sms claimed
answer sms 429
expect reminder one-day sms cancelled reason went-away
wait 1d
expect silence

# The attempt is still part of the visit's story.
kept why @ada
expect output "HTTP 429"
