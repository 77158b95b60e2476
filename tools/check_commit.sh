#!/bin/sh
# check_commit.sh FILE - the first line of a commit message: `room: verb …`
set -eu

rooms='base|domain|net|store|importers|scheduler|notifiers|analytics|web|app'
subject=$(head -n 1 "$1")

case $subject in
'Merge '* | 'Revert '* | 'fixup! '* | 'squash! '*) exit 0 ;;
esac
echo "$subject" | grep -qE "^($rooms|tests|docs|tools|build): [a-z]" || {
    echo "'$subject' should read 'room: verb ...'"
    exit 1
}
[ "$(printf '%s' "$subject" | wc -m)" -le 72 ] || {
    echo "'$subject' is longer than 72 columns"
    exit 1
}
