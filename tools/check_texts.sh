#!/bin/sh
# check_texts.sh - every language says the same things about the same facts
#
# notifiers/texts/en.txt sets the example: each other file has its keys, no
# others, and under each key the same placeholders and sections.
set -eu
cd "$(dirname "$0")/.."

[ -e notifiers/texts/en.txt ] || exit 0

# shellcheck disable=SC2016 # awk has its own $
find notifiers/texts -name '*.txt' | sort | xargs awk '
function complain(what) { print what; bad = 1 }

FNR == 1 { files[++count] = FILENAME; key = "" }
/^#/ && key == "" { next }
/^\[.*\]$/ {
    key = substr($0, 2, length($0) - 2)
    if ((FILENAME, key) in keys) complain(FILENAME ": [" key "] twice")
    keys[FILENAME, key] = 1
    next
}
/[^ \t]/ {
    if (key == "") complain(FILENAME ":" FNR ": text before the first [key]")
    filled[FILENAME, key] = 1
}
{
    for (text = $0; match(text, /\{\{[^}]*\}\}/);) {
        name = substr(text, RSTART + 2, RLENGTH - 4)
        text = substr(text, RSTART + RLENGTH)
        gsub(/[#^\/&{ ]/, "", name)
        names[FILENAME, key, name] = 1
    }
}

# What is in `from` and not in `to`, keys and placeholders both.
function compare(from, to,    pair, part) {
    for (pair in keys) {
        split(pair, part, SUBSEP)
        if (part[1] == from && !((to, part[2]) in filled))
            complain(to ": no [" part[2] "], but " from " has it")
    }
    for (pair in names) {
        split(pair, part, SUBSEP)
        if (part[1] == from && !((to, part[2], part[3]) in names))
            complain(to ": [" part[2] "] lacks {{" part[3] "}} of " from)
    }
}

END {
    for (i = 1; i <= count; i++) {
        if (files[i] == "notifiers/texts/en.txt") continue
        compare("notifiers/texts/en.txt", files[i])
        compare(files[i], "notifiers/texts/en.txt")
    }
    exit bad
}
'
