# The time machine: what other rules would have sent, to whom, at what cost; a
# visit that was cancelled later would have been reminded before.
at 2026-11-02 10:00 Europe/Paris
office
  rules: []
end
config
  sms: {gateway: http, url: "http://127.0.0.1:9/sms", body: "{{to}} {{text}}", cost: "0.065"}
end
csv
  id,start,booked_at,name,phone
  ada,2026-11-12 10:00,2026-10-20,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-12 14:30,2026-10-20,Bea Martin,+33 6 39 98 00 01
  cid,2026-11-13 11:00,2026-10-20,Cid Roux,
  dan,2026-11-17 10:00,2026-10-20,Dan Noir,+33 6 39 98 00 04
end
kept plan --days 20
expect output "No reminder falls into this time."
expect output "no rule is for it"
at 2026-11-16 12:00
kept mark @dan cancelled
at 2026-12-01 09:00
file rules.yaml
  rules:
    - {name: three, before: 3d, channels: [sms]}
    - {name: one, before: 4h, channels: [sms]}
  limits: {per_day: 5, per_week: 1}
end
kept plan --from 2026-11-01 --to 2026-12-01 --rules rules.yaml
expect output "in the same message"
expect output "skipped: this address has had as many as the office allows"
expect output "cancelled: the appointment was cancelled"
expect output "2 messages, 2 parts, 0.13 EUR."
expect output "Nobody is told of 1 visit:"
kept plan --from 2026-11-01 --to 2026-12-01 --rules rules.yaml --format csv
expect output "Bea Martin"
wrong plan --rules nowhere.yaml
expect output "no such file"
