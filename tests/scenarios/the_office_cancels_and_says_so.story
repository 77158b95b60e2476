# A cancellation by the office is told once, a grace period later, in the
# window; one by the customer is not, and one taken back in time is not.
at 2026-11-20 10:00 Europe/Paris
kept live on
csv
  id,start,name,phone
  ada,2026-12-07 10:00,Ada Martin,+33 6 39 98 00 01
  bea,2026-12-07 14:30,Bea Petit,+33 6 39 98 00 02
  cid,2026-12-07 15:30,Cid Roux,+33 6 39 98 00 03
end
at 2026-11-23 07:00
kept mark @ada cancelled-office
kept mark @bea cancelled
at 2026-11-23 09:00
expect sms to +33639980001 text "your appointment on Monday, December 7 at 10:00 is cancelled"
at 2026-11-23 12:00
kept mark @cid cancelled-office
wait 4m
expect silence
kept mark @cid confirmed
wait 10m
expect silence
expect reminder cancelled sms cancelled visit cid
expect reminder cancelled sms accepted visit ada
