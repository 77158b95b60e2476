#!/bin/sh
# check_texts.sh - every language says the same things about the same facts
#
# notifiers/texts/en.txt sets the example: each other file has its keys, no
# others, under each key the same placeholders, and as many lines of [sample].
# What a language does by itself is left to it: manners of dates, grammar of
# several, the long or the short form of a date. Each language was read, as
# rendered in tests/golden/texts, where every single visit's SMS is one part.
set -eu
cd "$(dirname "$0")/.."

[ -e notifiers/texts/en.txt ] || exit 0

bad=0
for language in en fr de es zh; do
    [ -e "notifiers/texts/$language.txt" ] || {
        echo "notifiers/texts/$language.txt is missing"
        bad=1
    }
    ls tests/golden/texts/"$language"*.txt >/dev/null 2>&1 || {
        echo "tests/golden/texts has no $language"
        bad=1
    }
done
grep -nE '^== .*: sms, (usual|longest).*: ([02-9]|1[0-9])' \
    tests/golden/texts/*.txt && bad=1

# shellcheck disable=SC2016 # awk has its own $
find notifiers/texts -name '*.txt' | sort | xargs awk '
function complain(what) { print what; bad = 1 }
function is_manner(key) { return key ~ /^(date|date\.first|date\.short|time)$/ }

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
    if (key == "sample") samples[FILENAME]++
}
{
    for (text = $0; match(text, /\{\{[^}]*\}\}/);) {
        name = substr(text, RSTART + 2, RLENGTH - 4)
        text = substr(text, RSTART + RLENGTH)
        gsub(/[#^\/&{ ]/, "", name)
        sub(/\.short$/, ".date", name)
        if (name != "several") names[FILENAME, key, name] = 1
    }
}

# What is in `from` and not in `to`, keys and placeholders both.
function compare(from, to,    pair, part) {
    for (pair in keys) {
        split(pair, part, SUBSEP)
        if (part[1] == from && !is_manner(part[2]) &&
            !((to, part[2]) in filled))
            complain(to ": no [" part[2] "], but " from " has it")
    }
    for (pair in names) {
        split(pair, part, SUBSEP)
        if (part[1] == from && !((to, part[2], part[3]) in names))
            complain(to ": [" part[2] "] lacks {{" part[3] "}} of " from)
    }
    if (samples[from] != samples[to])
        complain(to ": [sample] has " samples[to] " lines, not " samples[from])
}

END {
    for (i = 1; i <= count; i++) {
        if (files[i] == "notifiers/texts/en.txt") continue
        compare("notifiers/texts/en.txt", files[i])
        compare(files[i], "notifiers/texts/en.txt")
    }
    exit bad
}
' || bad=1
exit "$bad"
