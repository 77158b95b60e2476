# Nine names and one number: a hotel's, or the office's own. Nothing goes
# there until a person says that it is theirs.
at 2026-11-23 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  n1,2026-11-27 09:00,Ada Ames,06 39 98 00 01
  n2,2026-11-27 09:30,Ben Bell,06 39 98 00 01
  n3,2026-11-27 10:00,Cid Cole,06 39 98 00 01
  n4,2026-11-27 10:30,Dan Dorn,06 39 98 00 01
  n5,2026-11-27 11:00,Eva Epps,06 39 98 00 01
  n6,2026-11-27 11:30,Fay Ford,06 39 98 00 01
  n7,2026-11-27 12:00,Guy Gold,06 39 98 00 01
  n8,2026-11-27 12:30,Hal Hill,06 39 98 00 01
end
kept review --all
expect output "household: +33639980001: 8 people"
csv
  id,start,name,phone
  n9,2026-11-27 13:00,Ida Ives,06 39 98 00 01
end
expect output "1 waits for an answer"
expect reminder one-day sms skipped visit n1 reason doubtful-number
expect reminder one-day sms skipped visit n9 reason doubtful-number
kept review
expect output "shared-number: +33639980001, given for 9 people"
kept doctor
expect output "1 waits for an answer"
at 2026-11-26 09:10
expect silence
kept review reject 2
expect sms to +33639980001
expect reminder one-day sms planned visit n9
