#!/bin/sh
# wording.sh [MESSAGES] - what writing a message costs, in processor time
set -eu

"$BUILD_DIR/bench_wording" "${1:-20000}"
