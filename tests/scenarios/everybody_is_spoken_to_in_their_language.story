# Words in the recipient's language, whatever the office's.
at 2026-11-20 09:00 Europe/Paris
kept live on
office
  rules:
    - {name: one-day, before: 1d, channels: [sms], late: send}
end
csv
  id,start,name,phone,language
  ada,2026-11-27 10:00,Ada Martin,+33 6 39 98 00 01,fr
  bea,2026-11-27 10:00,Bea Petit,+33 6 39 98 00 02,en
  cleo,2026-11-27 10:00,Cleo Roux,+33 6 39 98 00 03,xx
end
at 2026-11-26 10:00
expect sms to +33639980001 text "vendredi 27 novembre"
expect sms to +33639980002 text "Friday, November 27"
expect sms to +33639980003 text "Friday, November 27"
