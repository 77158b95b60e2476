#!/bin/sh
# fuzz.sh [TARGET] [SECONDS] - lets fuzz targets look for trouble, two at once
#
# New inputs gather in build/fuzz/corpus, findings are build/fuzz/finding-*.
# A finding, once understood, belongs into tests/fuzz/corpus/<target>. With
# FUZZ_SEED set, a run goes the way of the last one as long as the program does:
# so CI says the same of the same commit.
set -eu
cd "$(dirname "$0")/.."

# one TARGET SECONDS - runs one target; silent unless it finds something
one() {
    program=build/fuzz/fuzz_$1
    found=build/fuzz/corpus/$1
    log=build/fuzz/$1.log
    mkdir -p "$found"
    set -- "$1" "$2" "$found"
    [ ! -d "tests/fuzz/corpus/$1" ] || set -- "$@" "tests/fuzz/corpus/$1"
    [ ! -e "tests/fuzz/$1.dict" ] || set -- "$@" "-dict=tests/fuzz/$1.dict"
    name=$1
    seconds=$2
    shift 2
    TZ=Pacific/Chatham "$program" "$@" -max_total_time="$seconds" \
        -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
        -seed="${FUZZ_SEED:-0}" \
        -artifact_prefix="build/fuzz/finding-$name-" >"$log" 2>&1 || {
        echo "fuzz.$name: FOUND SOMETHING"
        tail -n 60 "$log"
        return 1
    }
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "fuzz.$name: nothing found in ${runs:-?} runs"
}

if [ "${1:-}" = --one ]; then
    one "$2" "$3"
    exit
fi

target=${1:-all}
seconds=${2:-60}
[ "$target" != all ] || target='*'
set --
for source in tests/fuzz/fuzz_$target.c; do
    [ -e "$source" ] || { echo "no fuzz target '$target'" >&2; exit 1; }
    name=$(basename "$source" .c)
    set -- "$@" "${name#fuzz_}"
done
echo "Fuzzing $* for $seconds s each" >&2
printf '%s\n' "$@" | xargs -P 2 -I '{}' "$0" --one '{}' "$seconds"
