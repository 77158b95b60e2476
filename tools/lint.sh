#!/bin/sh
# lint.sh [NAME...] - all lints, or those named; every one runs to its end
#
#   format    clang-format on our C          house     the check_*.sh here
#   tidy      clang-tidy                     headers   each compiles alone
#   cppcheck                                 spelling  codespell
#   scripts   shellcheck                     links     between documents
set -eu
cd "$(dirname "$0")/.."

rooms='base domain net store importers scheduler notifiers analytics app'

# find_files FOLDER... -- FIND EXPRESSION; what tests feed on is not ours
find_files() {
    folders=''
    while [ "$1" != -- ]; do
        [ ! -e "$1" ] || folders="$folders $1"
        shift
    done
    shift
    # shellcheck disable=SC2086 # a list of words
    find $folders \( -path tests/fixtures -o -path tests/golden -o \
        -path tests/fuzz/corpus \) -prune -o -type f \( "$@" \) -print | sort
}

format() {
    # shellcheck disable=SC2086 # a list of words
    find_files $rooms tests tools -- -name '*.[ch]' -o -name '*.cc' |
        xargs -r clang-format-14 --dry-run -Werror
}

house() {
    status=0
    for check in arrows sizes words log_keys texts migrations docs; do
        [ ! -x tools/check_$check.sh ] || tools/check_$check.sh || status=1
    done
    return $status
}

# clang-tidy needs to know how each file is compiled.
database() {
    mkdir -p build
    cmake --preset lint >build/lint.configure.log 2>&1 ||
        { cat build/lint.configure.log; return 1; }
}

tidy() {
    database || return 1
    # shellcheck disable=SC2086 # a list of words
    find_files $rooms -- -name '*.c' -o -name '*.cc' |
        xargs -r -n 4 -P 2 clang-tidy-14 --quiet --warnings-as-errors='*' \
            -p build/lint 2>&1 | grep -vE '^[0-9]+ warnings? generated' |
        report
}

# Passes its input on; fails when there was any.
report() {
    awk '{ print; bad = 1 } END { exit bad }'
}

headers() {
    database || return 1
    cmake --build --preset lint --target all_verify_interface_header_sets \
        -- -k 0 --quiet
}

# It stumbles over compound literals behind a question mark: internalAstError.
run_cppcheck() {
    mkdir -p build/lint/cppcheck
    # shellcheck disable=SC2086 # a list of words
    find_files $rooms -- -name '*.c' | cppcheck --file-list=- --quiet -j 2 \
        --enable=warning,performance,portability --error-exitcode=2 \
        --inline-suppr --std=c11 --library=posix -I . \
        --cppcheck-build-dir=build/lint/cppcheck \
        --suppress=internalAstError --suppress=missingInclude --suppress=missingIncludeSystem
}

spelling() {
    find_files ./* .ci -- -name '*.[chS]' -o -name '*.cc' -o -name '*.md' \
        -o -name '*.sh' -o -name '*.cmake' -o -name '*.sql' -o -name '*.txt' \
        -o -name '*.story' -o -name dev -o -name run |
        grep -v -e '^\./build/' -e '^\./tests/fixtures/' \
            -e '^\./tests/golden/' -e '^\./notifiers/texts/[^e]' \
            -e '^\./notifiers/texts/es' |
        xargs -r codespell --ignore-words tools/words-allowed.txt
}

scripts() {
    find_files dev .ci tools tests -- -name '*.sh' -o -name dev -o -name run |
        xargs -r shellcheck
}

links() {
    tools/check_links.sh
}

lint() {
    printf '\n==> lint: %s\n' "$1" >&2
    case $1 in
    format | house | tidy | headers | spelling | scripts | links) "$1" ;;
    cppcheck) run_cppcheck ;;
    *)
        echo "there is no lint called '$1'" >&2
        return 1
        ;;
    esac
}

[ $# -gt 0 ] || set -- format house scripts spelling links headers cppcheck tidy
failed=''
for name in "$@"; do
    lint "$name" || failed="$failed $name"
done
if [ -n "$failed" ]; then
    printf '\nlint: failed:%s\n' "$failed" >&2
    exit 1
fi
printf '\nlint: clean\n' >&2
