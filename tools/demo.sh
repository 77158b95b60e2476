#!/bin/sh
# demo.sh [YYYY-MM-DD] - a fictional dental office, from calendar to report
#
# Two chairs, one receptionist, 14 months behind them and two weeks ahead; it
# is noon of the day given, or of today. Everything lies in build/demo, or in
# $KEPT_DEMO_DIR. Run it again: on the same day nothing is new, on a later one
# the calendar has moved on. Called by `./dev demo`, which builds first.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8

bin=$PWD/build/release
mkdir -p "${KEPT_DEMO_DIR:-build/demo}"
dir=$(cd "${KEPT_DEMO_DIR:-build/demo}" && pwd)
export KEPT_DB="$dir/kept.db" KEPT_CONFIG="$dir/kept.yaml"

say() {
    printf '\n==> %s\n' "$*" >&2
}

# The program at noon; status 3 only means that a person should look.
kept() {
    status=0
    "$bin/kept" --at "$now" "$@" || status=$?
    [ $status -eq 0 ] || [ $status -eq 3 ] || exit $status
}

# Shows a command as one would type it, and runs it.
run() {
    printf '\n$ kept %s\n' "$*" >&2
    kept "$@"
}

# The first lines of a long answer; all of it is kept in a file.
run_short() {
    lines=$1 file=$2
    shift 2
    run "$@" >"$dir/$file"
    head -n "$lines" "$dir/$file"
    printf '  … all %d lines: %s\n' "$(wc -l <"$dir/$file")" "$dir/$file"
}

# waiting DAY TIME - those expected before then whom nobody has marked yet
waiting() {
    kept day "$1" | awk -v before="$2" \
        '$2 ~ /^[0-9]+:[0-9]+$/ && $2 < before && $NF == "booked" { print $1 }'
}

# close_day DAY TIME - the receptionist: everybody came, but the third was
# late and the fifth has not been seen
close_day() {
    count=0
    for visit in $(waiting "$1" "$2"); do
        count=$((count + 1))
        case $count in
        3) set -- "$1" "$2" late ;;
        5) set -- "$1" "$2" no-show --reason 'nobody answers the telephone' ;;
        *) set -- "$1" "$2" attended ;;
        esac
        day=$1 time=$2
        shift 2
        printf '$ kept mark %s %s\n' "$visit" "$*" >&2
        kept mark "$visit" "$@" >/dev/null
        set -- "$day" "$time"
    done
    [ $count -gt 0 ] || echo "Nobody is left to mark on $1."
}

say "An office that never existed: price list, 14 months, two calendars"
"$bin/demo_office" "$dir" "$@" >"$dir/moment"
now='' today='' last_open='' # what it says
# shellcheck source=/dev/null # generated
. "$dir/moment"
echo "It is noon of $today. The files are in $dir."

say "The database, and what the office says of itself"
[ -e "$KEPT_DB" ] || run init --name 'Cabinet des Tilleuls' \
    --zone Europe/Paris --country FR --language fr
run_short 5 office.txt office import "$dir/office.yaml"

say "The past, as the old program exported it; then the calendars"
for chair in 1 2; do
    run import "$dir/chair-$chair.csv" --feed chair-$chair
    run import "$dir/chair-$chair.ics" --feed chair-$chair
done

say "What would be sent in the next day, what would not, and why"
run_short 12 plan.txt plan --days 1

say "What is due leaves; the office is not live, so messages become files"
run send

say "The reception closes $last_open, and this morning"
close_day "$last_open" 24:00
close_day "$today" 12:00

say "What missed appointments cost last month"
run report loss >"$dir/report.txt"
cat "$dir/report.txt"

one=$(kept plan --json |
    sed -n 's/.*"appointment": "\([0-9]*\)".*/\1/p' | head -n 1)
cat <<END

==> That was it. Everything lies in $dir:
      kept.db      the office             chair-1.csv, chair-2.csv  its past
      outbox/      $(find "$dir/outbox" -type f 2>/dev/null | wc -l) messages            chair-1.ics, chair-2.ics  what comes
      report.txt   the report above       office.yaml, kept.yaml    settings

    Try next (nothing leaves this machine until 'kept live on'):

      export KEPT_DB=$KEPT_DB KEPT_CONFIG=$KEPT_CONFIG
      PATH=$bin:\$PATH
      source <(kept completion bash)

      kept day tomorrow                  who comes
      kept callsheet tomorrow            whom to telephone about it
      kept why ${one:-1}                      the story of one appointment
      kept report profiles               who misses, by group and by customer
      kept report loss --json            the figures for a program
      kept office export > office.yaml   change it, then: kept office import
      kept doctor                        what the office stands on
      kept serve --at $now --speed 3600
                                         the days to come, an hour a second
END
