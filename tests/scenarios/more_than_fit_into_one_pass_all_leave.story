# A pass claims no more than leaves within a second; the others follow at once,
# whatever becomes of some.
at 2026-11-25 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone
  v1,2026-11-27 10:00,Guest 1,+33 6 39 98 00 01
  v2,2026-11-27 10:00,Guest 2,+33 6 39 98 00 02
  v3,2026-11-27 10:00,Guest 3,+33 6 39 98 00 03
  v4,2026-11-27 10:00,Guest 4,+33 6 39 98 00 04
  v5,2026-11-27 10:00,Guest 5,+33 6 39 98 00 05
  v6,2026-11-27 10:00,Guest 6,+33 6 39 98 00 06
  v7,2026-11-27 10:00,Guest 7,+33 6 39 98 00 07
  v8,2026-11-27 10:00,Guest 8,+33 6 39 98 00 08
  v9,2026-11-27 10:00,Guest 9,+33 6 39 98 00 09
  v10,2026-11-27 10:00,Guest 10,+33 6 39 98 00 10
  v11,2026-11-27 10:00,Guest 11,+33 6 39 98 00 11
  v12,2026-11-27 10:00,Guest 12,+33 6 39 98 00 12
  v13,2026-11-27 10:00,Guest 13,+33 6 39 98 00 13
  v14,2026-11-27 10:00,Guest 14,+33 6 39 98 00 14
  v15,2026-11-27 10:00,Guest 15,+33 6 39 98 00 15
  v16,2026-11-27 10:00,Guest 16,+33 6 39 98 00 16
  v17,2026-11-27 10:00,Guest 17,+33 6 39 98 00 17
  v18,2026-11-27 10:00,Guest 18,+33 6 39 98 00 18
  v19,2026-11-27 10:00,Guest 19,+33 6 39 98 00 19
  v20,2026-11-27 10:00,Guest 20,+33 6 39 98 00 20
end
reply sms 202
reply sms 400
reply sms 503
at 2026-11-26 10:00
expect sms to +33639980001
expect sms to +33639980002
expect sms to +33639980003
expect sms to +33639980004
expect sms to +33639980005
expect sms to +33639980006
expect sms to +33639980007
expect sms to +33639980008
expect sms to +33639980009
expect sms to +33639980010
expect sms to +33639980011
expect sms to +33639980012
expect sms to +33639980013
expect sms to +33639980014
expect sms to +33639980015
expect sms to +33639980016
expect sms to +33639980017
expect sms to +33639980018
expect sms to +33639980019
expect sms to +33639980020
expect reminder one-day sms accepted visit v1
expect reminder one-day sms refused visit v2
expect reminder one-day sms unknown visit v3
expect reminder one-day sms accepted visit v20
