#!/bin/sh
# check_words.sh - no call that has a safer sister, and a tidy page
#
# Some calls have one home, where the danger is dealt with; see `home`.
set -eu
cd "$(dirname "$0")/.."

sources() {
    find base domain net store importers scheduler notifiers analytics app \
        tests tools .ci/run dev \
        \( -path tests/fixtures -o -path tests/golden -o \
        -path tests/fuzz/corpus \) -prune -o \
        -type f \( -name '*.[ch]' -o -name '*.cc' -o -name '*.sh' -o \
        -name '*.sql' -o -name '*.cmake' -o -name dev -o -name run \) \
        -print 2>/dev/null | sort
}

# shellcheck disable=SC2016 # awk has its own $
sources | xargs -r awk '
BEGIN {
    banned = "(^|[^a-zA-Z0-9_])(v?sprintf|strcpy|strcat|strtok|gets|ato[ifl]|" \
             "localtime|gmtime|mktime|setenv|putenv|s?rand|time)[ ]*\\("
    home["time"] = "^base/clock|^tests/"
    home["setenv"] = "^tests/"
}

function complain(what) { print FILENAME ":" FNR ": " what; bad = 1 }

FNR == 1 { comment = 0; code = FILENAME ~ /\.(c|h|cc)$/ }

/[ \t]$/ { complain("space at the end of the line") }
/\t/ { complain("a tab") }
/(TODO|FIXME)/ && !/(TODO|FIXME)[^#]*#[0-9]/ && FILENAME !~ /check_words/ {
    complain("a TODO without the number of its issue")
}

!code { next }
{
    text = $0
    gsub(/\\./, "", text)
    gsub(/"[^"]*"|\047[^\047]*\047/, "\"\"", text)
    if (comment && !sub(/^.*\*\//, "", text)) next
    comment = 0
    gsub(/\/\*([^*]|\*[^\/])*\*\//, "", text)
    if (sub(/\/\*.*/, "", text)) comment = 1

    if (text ~ /\/\//) complain("a // comment")
    while (match(text, banned)) {
        word = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        gsub(/[^a-z]/, "", word)
        if (!(word in home) || FILENAME !~ home[word])
            complain("a call of " word "()")
    }
}

END { exit bad }
'
