#!/bin/bash
# Fuzzes the readers of what strangers send: tests/fuzz/run.sh [SECONDS EACH [NAME…]]
# Needs clang and its runtime (the list "fuzz" of script/packages). Inputs that led to new code are
# kept in build/fuzz/corpus/NAME for the next time. As many run at once as the machine has cores.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-30}
[ $# -eq 0 ] || shift
build=build/fuzz
cmake -G Ninja -S . -B $build -DCMAKE_C_COMPILER=clang -DSANITIZE=fuzz >/dev/null
ninja -C $build fuzzers >/dev/null
if [ $# -eq 0 ]; then
    mapfile -t names < <(find tests/fuzz -name 'fuzz_*.c' -printf '%f\n' | sort |
        sed 's/^fuzz_//; s/\.c$//')
    set -- "${names[@]}"
fi
export seconds build

fuzz() { # NAME
    local status=0 count
    mkdir -p "$build/corpus/$1"
    "$build/fuzz_$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -verbosity=0 \
        -print_final_stats=1 -artifact_prefix="$build/broken-$1-" "$build/corpus/$1" \
        >"$build/$1.log" 2>&1 || status=$?
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$1.log")
    if [ "$status" -eq 0 ]; then
        echo "  ok    $1: ${count:-0} executions"
        return
    fi
    echo "  FAIL  $1: see $build/$1.log"
    grep -aE 'ERROR|SUMMARY|assert|Test unit written' "$build/$1.log" | head -5
    return 1
}
export -f fuzz
# shellcheck disable=SC2016
printf '%s\n' "$@" | xargs -n 1 -P "$(nproc)" bash -c 'fuzz "$1"' fuzz
