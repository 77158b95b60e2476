#!/bin/sh
# extract.sh [EVENTS] - what reading the words of an event costs
#
# Over the generated feed of ../shared/peers, in processor microseconds an
# event; every title and description is read, nothing is stored.
set -eu

events=${1:-20000}
peers=$SOURCE_DIR/../shared/peers/ical
[ -d "$peers" ] || { echo "SKIPPED: there is no ../shared/peers"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

/usr/bin/python3 "$peers/gen_ics.py" "$events" "$work/feed.ics"
"$BUILD_DIR/bench_extract" "$work/feed.ics" 5
