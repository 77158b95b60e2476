#!/bin/sh
# fresh.sh [COMMAND...] - `./dev demo` and `./dev test` in a bare Debian root
#
# Proves that the commands need nothing but git, the clone and the network:
# no sudo, no python3, no certificates. Run as root; wants debootstrap only.
# FRESH_DIR says where (a new folder; default: a temporary one), FRESH_KEEP=1
# leaves it for a look.
#
# The packages come from where this machine gets its own; what it has already
# downloaded is not downloaded again.
set -eu
cd "$(dirname "$0")/.."

[ "$(id -u)" -eq 0 ] || { echo "fresh: needs root" >&2; exit 1; }
command -v debootstrap >/dev/null || {
    echo "fresh: apt-get install debootstrap" >&2
    exit 1
}

source=$PWD
suite=bookworm
dir=${FRESH_DIR:-$(mktemp -d)}
root=$dir/root
mkdir -p "$dir"

say() {
    printf '\n==> fresh: %s (%s)\n' "$*" "$(date -u +%H:%M:%S)" >&2
}

clean_up() {
    for place in dev/shm dev/pts dev proc; do
        ! mountpoint -q "$root/$place" || umount "$root/$place"
    done
    [ -n "${FRESH_KEEP:-}" ] || rm -rf --one-file-system "$dir"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# The first Debian mirror of this machine's own sources.
mirror() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list \
        /etc/apt/sources.list.d/*.sources 2>/dev/null |
        sed -n 's/^URIs: *\([^ ]*\).*/\1/p
                s/^deb  *\(\[[^]]*\]  *\)\{0,1\}\([^ ]*\) .*/\2/p' |
        grep -m 1 '/debian/*$'
}

make_root() {
    say "debootstrap, $suite minbase"
    debootstrap --variant=minbase "$suite" "$root" "$(mirror)"
}

# How this machine reaches its packages: sources, keys, proxy, certificates.
configure_apt() {
    rm -f "$root/etc/apt/sources.list"
    for place in sources.list sources.list.d apt.conf apt.conf.d auth.conf.d \
        trusted.gpg.d; do
        [ ! -e "/etc/apt/$place" ] || cp -a "/etc/apt/$place" "$root/etc/apt/"
    done
    mkdir -p "$root/usr/share/keyrings"
    cp -a /usr/share/keyrings/. "$root/usr/share/keyrings/"
    cp -L /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
}

mount_all() {
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    mkdir -p "$root/dev/pts" "$root/dev/shm"
    mount -t devpts devpts "$root/dev/pts" 2>/dev/null || true
    mount -t tmpfs tmpfs "$root/dev/shm"
}

# Links where that is possible: it costs neither time nor room.
copy_archives() {
    for archive in /var/cache/apt/archives/*.deb; do
        [ ! -e "$archive" ] ||
            cp -l "$archive" "$root/var/cache/apt/archives/" 2>/dev/null ||
            cp "$archive" "$root/var/cache/apt/archives/"
    done
}

inside() {
    chroot "$root" /usr/bin/env -i HOME=/root TERM="${TERM:-dumb}" \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# What is committed, as anyone would clone it, with ../shared beside it.
clone() {
    mkdir -p "$root/src"
    git clone -q --no-local "file://$source" "$root/src/kept"
    [ ! -d ../shared ] || cp -a ../shared "$root/src/shared"
}

# run WORDS... - runs one command of dev inside and tells how long it took
run() {
    say "./dev $*"
    started=$(date +%s)
    inside sh -c 'cd /src/kept && exec ./dev "$@"' sh "$@"
    say "./dev $* took $(($(date +%s) - started)) s"
}

make_root
configure_apt
copy_archives
mount_all
say "apt-get install git"
inside apt-get -q update
inside env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    --no-install-recommends install git
clone
if [ $# -gt 0 ]; then
    run "$@"
else
    run demo
    run demo
    run test
fi
say "passed"
