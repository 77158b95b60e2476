# Invariant 11: every status change can be undone, and says who, when and from
# where.
at 2026-11-02 08:00 Europe/Paris
csv
  id,start,name
  ada,2026-11-02 09:00,Ada Martin
end
at 2026-11-02 18:00
kept mark @ada no-show
report 2026-11
expect rate fta 1/1
at 2026-11-02 19:00
kept mark @ada unmarked
expect visit ada booked attendance unmarked
kept mark @ada cancelled --said 2026-11-01T12:00:00+01:00
expect visit ada cancelled by customer attendance unmarked
kept mark @ada attended
expect visit ada booked attendance attended
report 2026-11
expect rate fta 0/1
kept mark @ada cancelled-office
expect visit ada cancelled by office attendance unmarked
crash
start
kept why @ada
expect output "no-show"
expect output "unmarked"
expect output "cancelled"
expect output "command line"
expect output "2026-11-02 18:00"
expect output "2026-11-02 19:00"
