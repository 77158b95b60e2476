#!/bin/sh
# dispatch.sh [DUE] - reminders a second from due to a durable result
#
# One line for the engine, on the real schema with a carrier that accepts at
# once, and beside it the bare loop of ../shared/peers (claim, nothing, record,
# with merged commits) on the same disk: a tmpfs, with a millisecond added to
# each fsync.
set -eu

due=${1:-200000}
rows=$((due * 3 / 2))
. "$SOURCE_DIR/tests/bench/due_office.sh"

cc -O2 "$peers/sqlite_claims.c" -o "$work/sqlite_claims" -lsqlite3
office http://127.0.0.1:9/send
bench "$rows" "$due" | tee "$work/kept"
MERGE=1 LD_PRELOAD="$preload" "$work/sqlite_claims" "$work/q.db" \
    "$rows" "$due" 100 full 1 30 | tee "$work/bare"
awk '/^kept-dispatch/ { sub(/.*per_second=/, ""); kept = $1 }
     /^sqlite/ { sub(/ *reminders\/s.*/, ""); bare = $NF }
     END { printf "kept is %.2f of the bare loop\n", kept / bare }' \
    "$work/kept" "$work/bare"
