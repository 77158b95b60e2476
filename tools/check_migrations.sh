#!/bin/sh
# check_migrations.sh - numbered without gaps; published ones never change
#
# A release adds the sum of each new migration to store/migrations/SHA256SUMS.
set -eu
cd "$(dirname "$0")/.."

[ -d store/migrations ] || exit 0
cd store/migrations
bad=0
expected=1

for file in *.sql; do
    [ -e "$file" ] || continue
    number=$(printf '%04d' $expected)
    case $file in
    "$number"_*) ;;
    *)
        echo "store/migrations/$file: expected number $number"
        bad=1
        ;;
    esac
    expected=$((expected + 1))
done

if [ -e SHA256SUMS ] && ! sha256sum --check --quiet --strict SHA256SUMS; then
    echo "store/migrations: a published migration changed; write a new one"
    bad=1
fi
exit $bad
