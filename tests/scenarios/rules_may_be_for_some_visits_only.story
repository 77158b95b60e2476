# `only: new` and `only: unconfirmed`; both are looked at again at send time.
at 2026-11-20 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: welcome, before: 2d, channels: [mail], late: skip, only: new}
    - {name: confirm, before: 1d, channels: [sms], late: skip,
       only: unconfirmed}
end
csv
  id,start,name,phone,email,status
  ada0,2026-10-01 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org,attended
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,ada@example.org,
  bea,2026-11-27 11:00,Bea Petit,+33 6 39 98 00 02,bea@example.org,
end
expect reminder welcome mail skipped visit ada reason known-customer
at 2026-11-25 11:00
expect mail to bea@example.org
at 2026-11-26 10:59
expect sms to +33639980001
kept mark @bea confirmed
expect reminder confirm sms skipped visit bea reason confirmed
wait 1d
expect silence
