# due_office.sh - what measurements of the engine begin with; to be sourced
#
# Afterwards $work is a folder of this run on a tmpfs, $preload a library that
# adds a millisecond to each fsync (SLOWSYNC_US) unless LD_PRELOAD has one
# already, and $peers where the others lie.
# shellcheck shell=sh disable=SC2034 # the caller's
peers=$SOURCE_DIR/../shared/peers/queue
[ -d "$peers" ] || { echo "SKIPPED: there is no ../shared/peers"; exit 0; }
work=$(mktemp -d "${BENCH_FOLDER:-/dev/shm}/kept-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
preload=${LD_PRELOAD:-}
unset LD_PRELOAD
if [ -z "$preload" ]; then
    cc -O2 -shared -fPIC "$peers/slowsync.c" -o "$work/slowsync.so" -ldl
    preload=$work/slowsync.so
    export SLOWSYNC_US="${SLOWSYNC_US:-1000}"
fi

# office URL - a live one in $work/k.db, whose SMS gateway is there
office() {
    export BENCH_CONFIG="$work/kept.yaml"
    cat >"$BENCH_CONFIG" <<END
sms:
  gateway: http
  url: "$1"
  headers: {Content-Type: application/json}
  sender: Cabinet
  body: '{"to":"{{to}}","text":"{{text}}","ref":"{{key}}"}'
  accepted: "200-299"
  cost: "0.06"
  window: 200
END
    rm -f "$work"/k.db*
    "$KEPT" --db "$work/k.db" init --name "Cabinet des Lilas" \
        --zone Europe/Paris --country FR --currency EUR --language en >/dev/null
    "$KEPT" --db "$work/k.db" --config "$BENCH_CONFIG" live on >/dev/null
}

# bench ROWS DUE HOW... - on that office
bench() {
    LD_PRELOAD="$preload" ${PINNED:-} "$BUILD_DIR/bench_dispatch" \
        "$work/k.db" "$@"
}
