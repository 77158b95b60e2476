# Off unless the office has a rule for it; a mark taken back says nothing, and
# who comes again already is left alone.
at 2026-11-20 10:00 Europe/Paris
kept live on
office
  rules:
    - {name: missed-you, after: 1d at 10:00, channels: [sms]}
end
csv
  id,start,name,phone
  ada,2026-11-26 12:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-11-26 14:00,Bea Petit,+33 6 39 98 00 02
  cid,2026-11-26 15:00,Cid Roux,+33 6 39 98 00 03
  cid2,2026-12-14 15:00,Cid Roux,+33 6 39 98 00 03
  dan,2026-11-26 16:00,Dan Noir,+33 6 39 98 00 04
end
at 2026-11-26 18:00
kept mark @ada no-show
kept mark @bea no-show
kept mark @cid no-show
kept mark @dan attended
kept mark @bea unmarked
at 2026-11-27 10:00
expect sms to +33639980001 text "we missed you on Thursday, November 26 at 12:00"
expect reminder missed-you sms cancelled visit bea reason not-missed
expect reminder missed-you sms skipped visit cid reason rebooked
wait 3d
expect silence
