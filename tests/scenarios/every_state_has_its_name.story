# Invariant 7: planned, claimed, accepted, refused, unknown, expired,
# cancelled and skipped are distinct, and shown.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms, mail], late: send}
end
csv
  id,start,name,phone
  acc,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01
  ref,2026-11-27 10:01,Bea Petit,+33 6 39 98 00 02
  unk,2026-11-27 10:02,Cleo Roux,+33 6 39 98 00 03
  exp,2026-11-27 10:03,Dora Blanc,+33 6 39 98 00 04
  can,2026-11-27 10:04,Eva Noir,+33 6 39 98 00 05
  cla,2026-11-27 10:05,Flo Gris,+33 6 39 98 00 06
  pla,2026-11-30 10:06,Gil Brun,+33 6 39 98 00 07
end
kept mark @can cancelled
reply sms 202
reply sms 400
reply sms interrupted
reply sms 429 after 1d
reply sms hang
at 2026-11-26 10:05
expect sms to +33639980001
expect sms to +33639980002
expect sms to +33639980003
expect sms to +33639980004
expect sms to +33639980006
expect reminder one-day sms accepted visit acc
expect reminder one-day mail skipped visit acc reason no-address
expect reminder one-day sms refused visit ref
expect reminder one-day sms unknown visit unk
expect reminder one-day sms expired visit exp reason too-late
expect reminder one-day sms cancelled visit can reason went-away
expect reminder one-day sms claimed visit cla
expect reminder one-day sms planned visit pla

kept why @ref
expect output "refused"
kept why @unk
expect output "unknown"
kept why @exp
expect output "expired"
kept plan --from 2026-11-26 --to 2026-12-01 --json
expect output '"state": "claimed"'
expect output '"state": "planned"'
expect output '"state": "unknown"'
answer sms 202
expect reminder one-day sms accepted visit cla
