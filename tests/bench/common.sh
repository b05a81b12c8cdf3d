# shellcheck shell=bash
# Shared by the benches: packages, the build, and ending what was started. Sourced, not run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

BUILD=${SIMPUL_BENCH_BUILD:-build/bench}
WORK=$(mktemp -d /tmp/simpul-bench-XXXXXX)
PIDS=()

finish_processes() {
    local pid
    for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    PIDS=()
}
finish() {
    finish_processes
    rm -rf "$WORK"
}
trap finish EXIT

# Installs what script/packages lists for a purpose, where a command of it is missing.
need() { # COMMANDS…
    local command missing=()
    for command; do command -v "$command" >/dev/null || missing+=("$command"); done
    [ ${#missing[@]} -eq 0 ] && return
    local packages
    packages=$(sed -n 's/^bench: *//p' script/packages)
    # shellcheck disable=SC2086  # a list of words
    ${SUDO:-} apt-get install -y -qq $packages >/dev/null
}

build() { # PROGRAMS…
    [ -f "$BUILD/build.ninja" ] || cmake -G Ninja -S . -B "$BUILD" >/dev/null
    ninja -C "$BUILD" "$@" >/dev/null
}

start() { # COMMAND…: in the background, ended with the bench
    "$@" &
    PIDS+=($!)
}

wait_for() { # PORT
    local try
    for try in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.05
    done
    echo "nothing listens on port $1 ($try tries)" >&2
    exit 1
}

median() { # NUMBERS…
    printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
