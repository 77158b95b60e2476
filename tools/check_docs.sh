#!/bin/sh
# check_docs.sh - the documents know the house as it stands
#
# The tree in ARCHITECTURE.md names each folder at the top, no other; the table
# in README.md each command of app/command.c; documents keep to their limits.
set -eu
cd "$(dirname "$0")/.."

bad=0
complain() { echo "$*"; bad=1; }

# same NAME WHAT ONE OTHER - two lists of words, in any order
same() {
    for word in $3; do
        echo "$4" | grep -qxF "$word" || complain "$1: $2 '$word' is not there"
    done
    for word in $4; do
        echo "$3" | grep -qxF "$word" || complain "$1: does not name $2 '$word'"
    done
}

# shellcheck disable=SC2016 # the backticks are meant
same ARCHITECTURE.md folder \
    "$(sed -n '/^```$/,/^```$/s/^\([a-z]*\)\/ .*/\1/p' ARCHITECTURE.md)" \
    "$(find . -mindepth 1 -maxdepth 1 -type d ! -name '.*' ! -name build -printf '%f\n')"

same README.md command \
    "$(grep '^| `' README.md | tr '`' '\n' | sed -n '/^[a-z]/{s/ .*//;p;}')" \
    "$(sed -n 's/^ *\.name = "\(.*\)",/\1/p' app/commands/*.c)"

while read -r file limit; do
    [ "$(wc -l <"$file")" -le "$limit" ] || complain "$file: over $limit lines"
done <<END
README.md 120
ARCHITECTURE.md 250
CONTRIBUTING.md 300
END
exit $bad
