# The same customer at the same time, under another word for the service and
# with no provider to tell: two visits, until a person says that they are one.
at 2026-11-02 08:00 Europe/Paris
office
  rules: []
end
feed chair-1
  ada 2026-11-20 10:00 30m Cleaning, Name: Ada Martin Phone: +33 6 39 98 00 01
end
csv november
  id,start,name,phone,service,price,status
  n1,2026-11-20 10:00,Ada Martin,06 39 98 00 01,Prophylaxis,90,
end
expect output "1 waits for an answer in 'kept review'"
kept review
expect output "possible-twin: appointments 2 (Ada Martin) and 1 (Ada Martin)"
at 2026-11-20 18:00
kept mark @n1 attended
report 2026-11
expect count total 2
kept review approve 1
expect visit n1 booked attendance attended
report 2026-11
expect count total 1
expect count attended 1
wrong mark 2 no-show
expect output "the same visit as 1"
kept why 1
expect output "the same visit as appointment 2"
csv november
  id,start,name,phone,service,price,status
  n1,2026-11-20 10:00,Ada Martin,06 39 98 00 01,Prophylaxis,90,
end
expect output "1 unchanged"
kept review undo 1
report 2026-11
expect count total 2
expect count unmarked 1
expect visit #2 booked attendance attended
