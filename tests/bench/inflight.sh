#!/bin/bash
# Calls in flight (10000) to an upstream that answers after MS (1000), ROUNDS (3): errors and memory
#
# A call takes two descriptors in the gateway. Where the hard limit of open files is too low for one
# process, as many gateways as it takes share the calls, and their memory is added up.
source "$(dirname "$0")/common.sh"

calls=${1:-10000} wait_ms=${2:-1000} rounds=${3:-3}
base=${SIMPUL_BENCH_PORT:-19210}
limit_mib=256 spare=1024

ulimit -n $((calls * 5 / 2 + spare)) 2>/dev/null || ulimit -n "$(ulimit -Hn)"
files=$(ulimit -n)
each=$(((files - spare) * 2 / 5))
gateways=$(((calls + each - 1) / each))
build bench_gateway bench_upstream bench_inflight

start "$BUILD/bench_upstream" "$base" "$wait_ms"
wait_for "$base"
gateway_pids=()
for ((i = 1; i <= gateways; i++)); do
    start "$BUILD/bench_gateway" "127.0.0.1:$((base + i))" "http://127.0.0.1:$base" \
        >"$WORK/key$i"
    gateway_pids+=("${PIDS[-1]}")
    wait_for $((base + i))
done

status=0
clients=()
for ((i = 1; i <= gateways; i++)); do
    "$BUILD/bench_inflight" $((base + i)) "$(cat "$WORK/key$i")" $((calls / gateways)) \
        "$rounds" &
    clients+=($!)
done
for client in "${clients[@]}"; do wait "$client" || status=1; done

peak_kib=0
for pid in "${gateway_pids[@]}"; do
    peak_kib=$((peak_kib + $(awk '/VmHWM/ { print $2 }' "/proc/$pid/status")))
done
echo "$files open files a process allowed: $gateways gateway(s)"
echo "at most $((peak_kib / 1024)) MiB resident in all (target: under $limit_mib)"
[ $((peak_kib / 1024)) -lt $limit_mib ] || status=1
exit $status
