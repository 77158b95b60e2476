#!/bin/sh
# check_links.sh - a relative link in a document leads to a file that exists
set -eu
cd "$(dirname "$0")/.."

bad=0
for page in *.md docs/*.md docs/*/*.md; do
    [ -e "$page" ] || continue
    # shellcheck disable=SC2013 # a link is one word
    for link in $(grep -oE '\]\([^) ]+\)' "$page" | sed 's/^](//; s/)$//'); do
        case $link in
        *://* | mailto:* | '#'*) continue ;;
        esac
        [ -e "$(dirname "$page")/${link%%#*}" ] || {
            echo "$page: no such file: $link"
            bad=1
        }
    done
done
exit $bad
