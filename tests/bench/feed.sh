# feed.sh - what measurements of calendars begin with; to be sourced
#
# $events is how many events are wanted. Afterwards $work is a folder of this
# run, $work/feed.ics the calendar that the generator of ../shared/peers makes,
# and $peers where the others lie.
# shellcheck shell=sh disable=SC2154 # $events is the caller's
peers=$SOURCE_DIR/../shared/peers/ical
[ -d "$peers" ] || { echo "SKIPPED: there is no ../shared/peers"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
/usr/bin/python3 "$peers/gen_ics.py" "$events" "$work/feed.ics"

# office - an empty one in $work/k.db
office() {
    rm -f "$work"/k.db*
    "$KEPT" --db "$work/k.db" init --name Bench --zone Europe/London \
        --country GB --currency GBP --language en >/dev/null
}
