#!/bin/sh
# check_log_keys.sh - events and keys of log lines are in docs/log-keys.txt
set -eu
cd "$(dirname "$0")/.."

list=docs/log-keys.txt
bad=0

sources() {
    find net store app \( -name '*.[ch]' -o -name '*.cc' \) 2>/dev/null | sort
}

# words FILE PATTERN - the first string of each call that matches; a call may
# run over several lines.
words() {
    tr '\n' ' ' <"$1" |
        grep -oE "$2"'\( *"[^"]*"' | sed 's/.*"\(.*\)"/\1/' | sort -u
}

# check FILE KIND PATTERN
check() {
    for word in $(words "$1" "$3"); do
        grep -qE "^$2 +$(echo "$word" | sed 's/\./\\./g')( |\$)" $list || {
            echo "$1: $2 '$word' is not in $list"
            bad=1
        }
    done
}

for source in $(sources); do
    check "$source" event '\blog_(debug|info|warn|alert)'
    check "$source" key '\bLOG_(TEXT|NUMBER)'
done

# The list itself: known kinds, every entry explained, none twice.
awk '
/^#/ || /^$/ { next }
$1 != "event" && $1 != "key" { print FILENAME ":" FNR ": neither event nor key"; bad = 1 }
NF < 3 { print FILENAME ":" FNR ": no explanation"; bad = 1 }
seen[$1 " " $2]++ { print FILENAME ":" FNR ": twice: " $2; bad = 1 }
END { exit bad }
' $list || bad=1

exit $bad
