#!/bin/sh
# planned.sh [ROWS] - a start with a million reminders planned
#
# How soon the first message that is due leaves, at a first start and after a
# kill, and the most memory the daemon had.
set -eu
exec /usr/bin/python3 "$SOURCE_DIR/tests/bench/planned.py" "${1:-1000000}"
