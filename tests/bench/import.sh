#!/bin/sh
# import.sh [EVENTS] - from a calendar file to rows in the database
#
# The same feed four times: new, as it was, with one event in a hundred
# changed, and once more; events a processor second, child and all, and the
# most memory that parent and child held together beyond an idle program
# (proportional set size). Beside it libical's bare loop, which stores
# nothing. The generator lies in ../shared/peers.
set -eu

events=${1:-100000}
. "$SOURCE_DIR/tests/bench/feed.sh"

cc -O2 "$peers/libical_loop.c" -o "$work/libical_loop" -lical
/usr/bin/python3 "$SOURCE_DIR/tests/bench/change_events.py" \
    "$work/feed.ics" "$work/changed.ics" 100

# allow_large - the feed may be larger than feeds usually may
allow_large() {
    cat >"$work/office.yaml" <<END
office: {name: Bench, zone: Europe/London, country: GB, currency: GBP,
         language: en}
feeds:
  - name: bench
    source: $work/feed.ics
    limits: {size: 1000M, events: 2000000, visits: 8000000, cpu: 300s,
             memory: 4G}
END
    "$KEPT" --db "$work/k.db" office import "$work/office.yaml" >/dev/null
}

# import NAME FILE HOUR - and what it took
import() {
    /usr/bin/python3 "$SOURCE_DIR/tests/bench/measure.py" "$1" "$events" \
        "$KEPT" --db "$work/k.db" --at "2026-01-10T$3:00:00Z" \
        import "$2" --feed bench
}

"$work/libical_loop" "$work/feed.ics" whole
office
allow_large
import 'new' "$work/feed.ics" 08
import 'unchanged' "$work/feed.ics" 09
import '1 in 100 changed' "$work/changed.ics" 10
import 'unchanged again' "$work/changed.ics" 11
