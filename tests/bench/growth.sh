#!/bin/bash
# The gateway with a thousand and with a million keys and grants: ROUNDS (5), SECONDS a run (3)
#
# Portals of each size stand side by side and take their turns; in each of them the calls pick among
# a thousand keys, so that what differs is how many others there are. Each is started three times;
# the medians count, from the start to the first answer of its gateway.
source "$(dirname "$0")/common.sh"
source "$(dirname "$0")/portal.sh"
source "$(dirname "$0")/measure.sh"
source "$(dirname "$0")/ways.sh"

rounds=${1:-5} seconds=${2:-3}
sizes=(1000 30000 1000000)
base=${SIMPUL_BENCH_PORT:-19240}
told=1000 starts=3

need nginx wrk curl
build simpul bench_fill
upstream_begin "$base"

declare -A pids ports started_ms
start_ms() { # SIZE: how long it took
    local began ended
    began=$(date +%s%N)
    start "${portal_env[@]}" "$BUILD/simpul" serve 2>>"$WORK/$1/log"
    until curl -sf -o /dev/null "http://127.0.0.1:${ports[$1]}/healthz"; do sleep 0.01; done
    ended=$(date +%s%N)
    started_ms[$1]+=" $(((ended - began) / 1000000))"
    pids[$1]=${PIDS[-1]}
}

port=$((base + 1))
for size in "${sizes[@]}"; do
    ports[$size]=$port
    portal_fill "$size" "$port" "http://127.0.0.1:$base" "$size" "$told"
    portal_settings "$size" "$port"
    for ((i = 1; i <= starts; i++)); do
        start_ms "$size"
        [ "$i" = "$starts" ] || { kill "${pids[$size]}"; wait "${pids[$size]}" || true; }
    done
    port=$((port + 2))
done

run() { # SIZE SECONDS
    KEYS=$WORK/$1/keys measure "${pids[$1]}" "$2" 64 \
        "http://127.0.0.1:${ports[$1]}/development/bench/provinsi"
}
for size in "${sizes[@]}"; do run "$size" 2 >/dev/null; done
for ((round = 1; round <= rounds; round++)); do
    for ((i = 0; i < ${#sizes[@]}; i++)); do
        size=${sizes[$(((i + round) % ${#sizes[@]}))]}
        row=$(run "$size" "$seconds")               # of its own, so that a failure ends the bench
        echo "$size $round $row"
    done
done | sort -s -n -k1,1 >"$WORK/rows"
awk -v against="${sizes[0]}" -f tests/bench/table.awk "$WORK/rows"

# The lists of numbers are to be split into words.
# shellcheck disable=SC2086
for size in "${sizes[@]}"; do
    echo "$size keys and grants: ready after $(median ${started_ms[$size]}) ms" \
        "(each:${started_ms[$size]}), target under 1000"
done
