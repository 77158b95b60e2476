#!/bin/sh
# reports.sh [ROWS] - a month's report over years of appointments
#
# Imports a generated table and times the import, the same file again, and
# the loss report of one month, in processor seconds.
set -eu

rows=${1:-100000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk -v rows="$rows" 'BEGIN {
    print "id,start,booked_at,customer_id,service,price,status"
    split("attended attended attended attended no-show cancelled", status, " ")
    for (i = 0; i < rows; i++) {
        day = int(i * 1000 / rows)
        stamp = mktime("2024 01 01 00 00 00") + day * 86400
        printf "v%d,%sT%02d:%02d,%s,c%d,Service %d,%d.00,%s\n", i,
            strftime("%Y-%m-%d", stamp), 8 + i % 10, i * 7 % 60,
            strftime("%Y-%m-%d", stamp - 86400 * (1 + i % 30)), i % 9000,
            i % 12, 40 + i % 50, status[1 + i * 5 % 6]
    }
}' >"$work/table.csv"

# measure NAME COMMAND... - the processor seconds it took
measure() {
    name=$1
    shift
    /usr/bin/env bash -c 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1' \
        _ "$@" 2>&1 | awk -v name="$name" '{ printf "%-28s %6.2f s\n",
            name, $1 + $2 }'
}

export KEPT_DB="$work/kept.db"
"$KEPT" init --zone Europe/Paris --country FR >/dev/null
echo "$rows appointments, processor seconds"
measure 'import' "$KEPT" import "$work/table.csv"
measure 'the same file again' "$KEPT" import "$work/table.csv"
measure 'report loss' "$KEPT" report loss --month 2025-06 --json
measure 'report profiles' "$KEPT" report profiles --json

# A public table of 110,527 visits, without a column for half of what we know.
data=$SOURCE_DIR/../shared/data/vitoria2016.csv.gz
[ -e "$data" ] || { echo "SKIPPED: there is no ../shared/data"; exit 0; }
gzip -dc "$data" >"$work/vitoria2016.csv"
cat >"$work/map.yaml" <<'END'
columns:
  start: AppointmentDay
  booked_at: ScheduledDay
  status: No-show
  customer_id: PatientId
values:
  status: {"Yes": no-show, "No": attended}
date_only: [start]
date_order: ymd
zone: America/Sao_Paulo
END
export KEPT_DB="$work/vitoria.db"
"$KEPT" init --zone America/Sao_Paulo --country BR >/dev/null
measure 'import of vitoria2016.csv' \
    "$KEPT" import "$work/vitoria2016.csv" --map "$work/map.yaml"
