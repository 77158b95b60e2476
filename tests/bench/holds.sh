#!/bin/sh
# holds.sh [EVENTS] - how long an import keeps everybody else from writing
#
# strace notes when the writer's lock of SQLite's log is taken and given back;
# what strace itself costs is in the figures.
set -eu

events=${1:-100000}
. "$SOURCE_DIR/tests/bench/feed.sh"

office
strace -f --seccomp-bpf -ttt -e trace=fcntl -o "$work/locks" \
    "$KEPT" --db "$work/k.db" --at 2026-01-10T08:00:00Z \
    import "$work/feed.ics" --feed bench >/dev/null 2>&1
/usr/bin/python3 "$SOURCE_DIR/tests/bench/holds.py" "$work/locks"
