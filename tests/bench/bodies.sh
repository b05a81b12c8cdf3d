#!/bin/bash
# A body of MIB (1024) each way, through HAProxy and Simpul in turn, ROUNDS (3): rate and memory
source "$(dirname "$0")/common.sh"

mib=${1:-1024} rounds=${2:-3}
base=${SIMPUL_BENCH_PORT:-19220}
files=$base sink=$((base + 1))
limit_mib=64

need nginx haproxy curl
build bench_gateway bench_sink
truncate -s "${mib}M" "$WORK/body"
chmod 755 "$WORK"

cat >"$WORK/files.conf" <<CONF
daemon off; worker_processes 1; pid $WORK/up.pid; error_log $WORK/up.log; user root;
events { worker_connections 1024; }
http {
    access_log off; sendfile on; client_body_temp_path $WORK/b; proxy_temp_path $WORK/p;
    fastcgi_temp_path $WORK/f; uwsgi_temp_path $WORK/u; scgi_temp_path $WORK/s;
    server { listen 127.0.0.1:$files; root $WORK; }
}
CONF
start nginx -c "$WORK/files.conf"
start "$BUILD/bench_sink" "$sink"
wait_for "$files"
wait_for "$sink"

gateways=()
declare -A ports keys rates
next=$((base + 2))
for direction in down up; do            # one of each for the files, one for the sink
    [ $direction = down ] && upstream=$files || upstream=$sink
    ports[simpul $direction]=$next
    start "$BUILD/bench_gateway" "127.0.0.1:$next" "http://127.0.0.1:$upstream" >"$WORK/key"
    gateways+=("${PIDS[-1]}")
    wait_for "$next"
    keys[$direction]=$(cat "$WORK/key")
    next=$((next + 1))
    ports[haproxy $direction]=$next
    cat >"$WORK/haproxy-$direction.cfg" <<CONF
global
    nbthread $(nproc)
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
frontend in
    bind 127.0.0.1:$next
    http-request deny deny_status 401 unless { req.hdr(X-API-Key) -m str ${keys[$direction]} }
    http-request replace-path /development/bench(/.*) \\1
    default_backend up
backend up
    server up 127.0.0.1:$upstream
CONF
    start haproxy -f "$WORK/haproxy-$direction.cfg"
    wait_for "$next"
    next=$((next + 1))
done

move() { # WAY DIRECTION CURL-ARGUMENTS…
    local name="$1 $2" key=${keys[$2]} out
    shift 2
    out=$(curl -s -o /dev/null -H "X-API-Key: $key" -H 'Expect:' \
        -w '%{http_code} %{speed_download} %{speed_upload}' "$@" \
        "http://127.0.0.1:${ports[$name]}/development/bench/body")
    [ "${out%% *}" = 200 ] || { echo "$name: $out" >&2; exit 1; }
    rates[$name]+=" $(awk '{ printf "%d", ($2 > $3 ? $2 : $3) / 1048576 }' <<<"$out")"
}
for ((round = 0; round < rounds; round++)); do
    for way in haproxy simpul; do
        move "$way" down
        move "$way" up -T "$WORK/body"
    done
done

# The lists of numbers are to be split into words.
# shellcheck disable=SC2086
for direction in down up; do
    a=$(median ${rates[simpul $direction]}) b=$(median ${rates[haproxy $direction]})
    echo "$direction: Simpul $a MiB/s, HAProxy $b MiB/s, ratio $(
        awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", a / b }')"
done
status=0
for pid in "${gateways[@]}"; do
    peak_mib=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status")
    echo "gateway: at most $peak_mib MiB resident (target: under $limit_mib)"
    [ "$peak_mib" -lt $limit_mib ] || status=1
done
exit $status
