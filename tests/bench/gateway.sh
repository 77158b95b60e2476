#!/bin/sh
# gateway.sh [DUE] - messages a second over HTTP to a gateway on this machine
#
# The program on one core, the stub gateway of ../shared/peers on the other;
# beside it what one thread of libcurl posts that does nothing else, over
# connections that it keeps (kept opens one for each message).
set -eu

due=${1:-40000}
port=${BENCH_PORT:-18791}
. "$SOURCE_DIR/tests/bench/due_office.sh"

cc -O2 "$peers/stub_gateway.c" -o "$work/stub" -luv
cc -O2 "$peers/curl_rate.c" -o "$work/curl_rate" -lcurl
last=$(($(nproc) - 1))
taskset -c "$last" "$work/stub" "$port" 0 >"$work/stub.out" &
stub=$!
trap 'kill $stub; rm -rf "$work"' EXIT
sleep 0.5
office "http://127.0.0.1:$port/send"
PINNED='taskset -c 0'
bench $((due * 3 / 2)) "$due" really | tee "$work/kept"
taskset -c 0 "$work/curl_rate" "http://127.0.0.1:$port/send" "$due" 64 |
    tee "$work/bare"
awk '/^kept-http/ { sub(/.*per_second=/, ""); kept = $1 }
     /^libcurl/ { sub(/ *posts\/s.*/, ""); bare = $NF }
     END { printf "kept is %.2f of libcurl alone\n", kept / bare }' \
    "$work/kept" "$work/bare"
