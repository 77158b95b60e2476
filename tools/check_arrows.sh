#!/bin/sh
# check_arrows.sh - every #include must follow an arrow in tools/arrows.txt
set -eu
cd "$(dirname "$0")/.."

sources() {
    find base domain net store importers scheduler notifiers analytics app \
        \( -name '*.[ch]' -o -name '*.cc' \) 2>/dev/null | sort
}

# shellcheck disable=SC2016 # awk has its own $
sources | xargs -r awk '
function starts(text, prefix) { return index(text, prefix) == 1 }

function complain(what) { print FILENAME ":" FNR ": " what; bad = 1 }

# Does `text` start with one of the words of `list`?
function among(text, list,    word, count, i) {
    count = split(list, word, " ")
    for (i = 1; i <= count; i++) if (starts(text, word[i])) return 1
    return 0
}

BEGIN {
    while ((getline line < "tools/arrows.txt") > 0) {
        sub(/#.*/, "", line)
        if (split(line, side, ":") < 2) continue
        gsub(/[ \t]+/, "", side[1])
        if (side[1] ~ /[<.\/]/) places[side[1]] = side[2]
        else allowed[side[1]] = side[2]
        rules++
    }
    if (!rules) { print "tools/arrows.txt: no rules"; bad = 1 }
}

/^[ \t]*#[ \t]*include/ {
    header = $0; sub(/^[ \t]*#[ \t]*include[ \t]*/, "", header)
    sub(/[ \t].*/, "", header)
    room = FILENAME; sub(/\/.*/, "", room)
    own = header ~ /^"/; gsub(/"/, "", header)

    for (rule in places)
        if (starts(header, rule) && !among(FILENAME, places[rule]))
            complain("may not include " header)
    if (own && !starts(header, room "/") && !among(header, allowed[room]))
        complain("no arrow from " room " to " header)
}

END { exit bad }
'
