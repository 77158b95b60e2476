#!/bin/sh
# due.sh [DUE] - how late a message leaves when 700 are due in each second
set -eu

due=${1:-14000}
. "$SOURCE_DIR/tests/bench/due_office.sh"

office http://127.0.0.1:9/send
bench $((due * 3)) "$due" evenly
