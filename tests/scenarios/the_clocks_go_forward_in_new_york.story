# Invariants 6 and 12, on the other side: 2027-03-14 has 23 hours there, and
# the window is New York's.
at 2027-03-12 10:00 America/New_York
kept live on
office
  office: {name: Elm Street Dental, zone: America/New_York, country: US,
           currency: USD, language: en}
  rules:
    - {name: one-day, before: 1d, channels: [mail], late: send}
end
csv
  id,start,name,email
  ada,2027-03-14 10:00,Ada Martin,ada@example.org
  bea,2027-03-15 08:00,Bea Petit,bea@example.org
end
expect reminder one-day mail planned visit ada due 2027-03-13 10:00
expect reminder one-day mail planned visit bea due 2027-03-13 19:59
at 2027-03-13 14:59 UTC
expect silence
at 2027-03-13 15:00 UTC
expect mail to ada@example.org subject "Sunday, March 14"
at 2027-03-13 19:59 America/New_York
expect mail to bea@example.org

# Booked on the short night: the window opens at 09:00 summer time.
at 2027-03-14 01:30
csv
  id,start,name,email
  cleo,2027-03-14 15:00,Cleo Roux,cleo@example.org
end
expect reminder one-day mail planned visit cleo due 2027-03-14 09:00
at 2027-03-14 12:59 UTC
expect silence
at 2027-03-14 13:00 UTC
expect mail to cleo@example.org
