#!/bin/sh
# calendars.sh [EVENTS] - reading a large calendar, beside its peers
#
# Whole commands over the same generated feed, interleaved, in processor
# seconds: `kept expand` (child process, checks, every clock change), a bare
# loop on libical (wrong in a third of the corpus), and Debian's Python
# libraries. Ratios count, not seconds. The generator and the peers lie in
# ../shared/peers.
set -eu

events=${1:-20000}
. "$SOURCE_DIR/tests/bench/feed.sh"

cc -O2 "$peers/libical_loop.c" -o "$work/libical_loop" -lical

# measure NAME COMMAND... - the processor seconds it took
measure() {
    name=$1
    shift
    /usr/bin/env bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' \
        _ "$@" 2>&1 | awk -v name="$name" '{ printf "%-28s %6.2f s\n",
            name, $1 + $2 }'
}

echo "$events events, processor seconds"
for round in 1 2; do
    echo "round $round"
    measure 'kept expand' "$KEPT" expand "$work/feed.ics" \
        --from 2026-01-01 --to 2027-01-01 --json
    measure 'libical, one by one' "$work/libical_loop" "$work/feed.ics" stream
    measure 'libical, whole' "$work/libical_loop" "$work/feed.ics" whole
    measure 'python3-recurring-ical-events' \
        /usr/bin/python3 "$peers/py_ical.py" "$work/feed.ics"
done
