#!/bin/sh
# extract.sh [EVENTS] - what reading the words of an event costs
#
# Over the generated feed of ../shared/peers, in processor microseconds an
# event; every title and description is read, nothing is stored.
set -eu

events=${1:-20000}
. "$SOURCE_DIR/tests/bench/feed.sh"

"$BUILD_DIR/bench_extract" "$work/feed.ics" 5
