#!/bin/sh
# check_sizes.sh - no file over 600 lines, no function over 60
#
# A function is counted from its first line (return type) to its closing
# brace. Both braces stand in column 0: the formatter sees to that.
set -eu
cd "$(dirname "$0")/.."

sources() {
    find base domain net store importers scheduler notifiers analytics app \
        tests tools docs .ci dev CMakeLists.txt \
        \( -path tests/fixtures -o -path tests/golden -o \
        -path tests/fuzz/corpus \) -prune -o \
        -type f \( -name '*.[chS]' -o -name '*.cc' -o -name '*.sh' -o \
        -name '*.py' -o -name '*.sql' -o -name '*.cmake' -o \
        -name '*.story' -o -name '*.md' -o -name '*.txt' -o \
        -name dev -o -name run \) -print 2>/dev/null | sort
}

sources | xargs -r awk '
function complain(place, what) { print place ": " what; bad = 1 }

FNR == 1 { close_file(); name = FILENAME; start = 0; body = 0 }
{ lines = FNR }

name !~ /\.(c|cc|h)$/ { next }

/^\{/ { body = start ? start : FNR; next }
/^\}/ {
    if (body && FNR - body + 1 > 60)
        complain(name ":" body, FNR - body + 1 " lines in a function, at most 60")
    body = start = 0
    next
}
body { next }

# Outside a body a signature starts at the first line after something ended.
/^[a-zA-Z_]/ { if (!start) start = FNR }
/^#|;[ \t]*$|\*\/[ \t]*$|^[ \t]*$/ { start = 0 }

function close_file() {
    if (name != "" && lines > 600)
        complain(name, lines " lines, at most 600")
}

END { close_file(); exit bad }
'
