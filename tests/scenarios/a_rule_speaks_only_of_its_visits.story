# By service, provider and site; for new or known customers.
at 2026-11-02 10:00 Europe/Paris
kept live on
office
  sites:
    - {name: Lilas}
    - {name: Gare, closed: [2026-11-25]}
  services:
    - {name: Surgery}
    - {name: Cleaning}
  providers:
    - {name: Dr Roux, closed: [2026-11-24]}
  rules:
    - {name: surgery, before: 3d, channels: [sms], services: [Surgery]}
    - {name: gare, before: 1 open day, channels: [sms], sites: [Gare]}
    - {name: roux, before: 2 open days, channels: [sms], providers: [Dr Roux], only: known}
end
csv
  id,start,name,phone,service,provider,site
  ada,2026-11-26 10:00,Ada Martin,+33 6 39 98 00 01,Surgery,,Lilas
  bea,2026-11-26 11:00,Bea Petit,+33 6 39 98 00 02,Cleaning,,Gare
  cid,2026-11-26 12:00,Cid Roux,+33 6 39 98 00 03,Cleaning,Dr Roux,Lilas
end
expect reminder surgery sms planned visit ada due 2026-11-23 10:00
expect reminder gare sms planned visit bea due 2026-11-24 11:00
expect reminder roux sms skipped visit cid reason new-customer due 2026-11-23 12:00
