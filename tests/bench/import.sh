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

# import NAME FILE HOUR - and what it took
import() {
    /usr/bin/python3 "$SOURCE_DIR/tests/bench/measure.py" "$1" "$events" \
        "$KEPT" --db "$work/k.db" --at "2026-01-10T$3:00:00Z" \
        import "$2" --feed bench
}

"$work/libical_loop" "$work/feed.ics" whole
office
import 'new' "$work/feed.ics" 08
import 'unchanged' "$work/feed.ics" 09
import '1 in 100 changed' "$work/changed.ics" 10
import 'unchanged again' "$work/changed.ics" 11
