#!/bin/bash
# Fuzzes the readers of what strangers send: tests/fuzz/run.sh [SECONDS EACH [NAME…]]
# Needs clang and its runtime (the list "fuzz" of script/packages). Inputs that led to new code are
# kept in build/fuzz/corpus/NAME for the next time; one that broke something is named at the end.
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
failed=0
for name; do
    mkdir -p "$build/corpus/$name"
    status=0
    "$build/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -verbosity=0 \
        -print_final_stats=1 -artifact_prefix="$build/broken-$name-" "$build/corpus/$name" \
        >"$build/$name.log" 2>&1 || status=$?
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$name.log")
    if [ "$status" -eq 0 ]; then
        echo "  ok    $name: ${count:-0} executions"
        continue
    fi
    failed=1
    echo "  FAIL  $name: see $build/$name.log"
    grep -aE 'ERROR|SUMMARY|assert|Test unit written' "$build/$name.log" | head -5
done
exit $failed
