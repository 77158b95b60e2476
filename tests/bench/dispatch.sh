#!/bin/sh
# dispatch.sh [DUE] - reminders a second from due to a durable result
#
# One line for the engine, on the real schema with a carrier that accepts at
# once, and beside it the bare loop of ../shared/peers (claim, nothing, record,
# with merged commits) on the same disk: a tmpfs, with a millisecond added to
# each fsync unless LD_PRELOAD says something else already.
set -eu

due=${1:-200000}
rows=$((due * 3 / 2))
peers=$SOURCE_DIR/../shared/peers/queue
[ -d "$peers" ] || { echo "SKIPPED: there is no ../shared/peers"; exit 0; }
work=$(mktemp -d "${BENCH_FOLDER:-/dev/shm}/kept-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT

cc -O2 "$peers/sqlite_claims.c" -o "$work/sqlite_claims" -lsqlite3
if [ -z "${LD_PRELOAD:-}" ]; then
    cc -O2 -shared -fPIC "$peers/slowsync.c" -o "$work/slowsync.so" -ldl
    preload=$work/slowsync.so
    export SLOWSYNC_US="${SLOWSYNC_US:-1000}"
else
    preload=$LD_PRELOAD
fi

# office - a live one in $work/k.db, and its kept.yaml
office() {
    cat >"$work/kept.yaml" <<'END'
sms:
  gateway: http
  url: "http://127.0.0.1:9/send"
  headers: {Content-Type: application/json}
  sender: Cabinet
  body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}'
  accepted: "200-299"
  id: /message_id
  cost: "0.06"
  window: 200
END
    export BENCH_CONFIG="$work/kept.yaml"
    rm -f "$work"/k.db*
    LD_PRELOAD='' "$KEPT" --db "$work/k.db" init --name "Cabinet des Lilas" \
        --zone Europe/Paris --country FR --currency EUR --language en >/dev/null
    LD_PRELOAD='' "$KEPT" --db "$work/k.db" --config "$work/kept.yaml" \
        live on >/dev/null
}

office
LD_PRELOAD="$preload" "$BUILD_DIR/bench_dispatch" "$work/k.db" \
    "$rows" "$due" | tee "$work/kept"
MERGE=1 LD_PRELOAD="$preload" "$work/sqlite_claims" "$work/q.db" \
    "$rows" "$due" 100 full 1 30 | tee "$work/bare"
awk '/^kept-dispatch/ { sub(/.*per_second=/, ""); kept = $1 }
     /^sqlite/ { sub(/ *reminders\/s.*/, ""); bare = $NF }
     END { printf "kept is %.2f of the bare loop\n", kept / bare }' \
    "$work/kept" "$work/bare"
