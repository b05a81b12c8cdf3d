#!/bin/bash
# Simpul's gateway against HAProxy and nginx: ROUNDS (5), SECONDS a run (3), CASES (all)
#
# In each case all ways stand side by side and take their turns in every round, the first one
# another each time; the upstream alone shows what the machine and wrk can do. Printed are medians
# over the rounds, and each round's ratio to HAProxy's rate.
source "$(dirname "$0")/common.sh"
source "$(dirname "$0")/portal.sh"
source "$(dirname "$0")/measure.sh"
source "$(dirname "$0")/ways.sh"

rounds=${1:-5} seconds=${2:-3}
cases=("${@:3}")
[ ${#cases[@]} -gt 0 ] || cases=(small large new tls)
base=${SIMPUL_BENCH_PORT:-19200}
order=(upstream nginx haproxy simpul)

need nginx haproxy wrk openssl
build simpul bench_fill

declare -A titles=(
    [small]='250 bytes, 64 connections kept alive'
    [large]='100 KiB, 64 connections kept alive'
    [new]='250 bytes, 64 at a time, a new connection for each call'
    [tls]='250 bytes, 64 connections kept alive, TLS to the upstream')

run() { # CASE WAY SECONDS
    local path=provinsi scheme=http more=()
    [ "$1" != large ] || path=large
    [ "$1" != new ] || more=(-H 'Connection: close')
    [ "$1/$2" != tls/upstream ] || scheme=https
    measure "${way_pids[$2]}" "$3" 64 \
        "$scheme://127.0.0.1:${way_ports[$2]}/development/bench/$path" \
        -H "X-API-Key: $key" "${more[@]}"
}

case_run() { # CASE
    local round i way row tls=
    [ "$1" != tls ] || { certificate; tls=ssl; }
    ways_begin "$base" $tls
    for way in "${order[@]}"; do run "$1" "$way" 1 >/dev/null; done     # warm, and not counted
    for ((round = 1; round <= rounds; round++)); do
        for ((i = 0; i < ${#order[@]}; i++)); do
            way=${order[$(((i + round) % ${#order[@]}))]}
            row=$(run "$1" "$way" "$seconds")       # of its own, so that a failure ends the bench
            echo "$way $round $row"
        done
    done >"$WORK/rows"
    ways_end
    printf '\n%s\n' "${titles[$1]}"
    awk -v against=haproxy -f tests/bench/table.awk "$WORK/rows"
}

echo "$cores cores for gateway, upstream and wrk; $rounds rounds of ${seconds}s, medians"
for name in "${cases[@]}"; do case_run "$name"; done
