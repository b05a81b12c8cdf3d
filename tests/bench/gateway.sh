#!/bin/bash
# Simpul's gateway against HAProxy and nginx: ROUNDS (5), SECONDS a run (5), wrk's connections (64)
#
# Each in turn, in every round, passes calls on to the same nginx, which answers 250 bytes of JSON.
# Simpul checks a key, its grant and its limits of use; HAProxy compares one header; nginx looks
# that header up in a map. All have as many threads as the machine has cores.
source "$(dirname "$0")/common.sh"

rounds=${1:-5} seconds=${2:-5} connections=${3:-64}
cores=$(nproc)
base=${SIMPUL_BENCH_PORT:-19200}
upstream=$base simpul=$((base + 1)) haproxy=$((base + 2)) nginx=$((base + 3))

need nginx haproxy wrk
build bench_gateway

body='{"status":true,"data":['
for kode in 11 12 13 14 15 16; do body+="{\"kode\":\"$kode\",\"nama\":\"Provinsi $kode\"},"; done
body+='{"kode":"17","nama":"Bengkulu"}]}'
printf -v body '%-250s' "$body"

nginx_conf() { # NAME WORKERS: the server block on standard input
    cat >"$WORK/$1.conf" <<CONF
daemon off; worker_processes $2; pid $WORK/$1.pid; error_log $WORK/$1.log;
events { worker_connections 8192; }
http {
    access_log off; keepalive_requests 100000000; keepalive_timeout 75s; default_type
    application/json; client_body_temp_path $WORK/$1.body; proxy_temp_path $WORK/$1.proxy;
    fastcgi_temp_path $WORK/$1.f; uwsgi_temp_path $WORK/$1.u; scgi_temp_path $WORK/$1.s;
$(cat)
}
CONF
}

nginx_conf upstream 1 <<CONF
    server { listen 127.0.0.1:$upstream backlog=4096; location / { return 200 '$body'; } }
CONF
start nginx -c "$WORK/upstream.conf"
wait_for "$upstream"

start "$BUILD/bench_gateway" "127.0.0.1:$simpul" "http://127.0.0.1:$upstream" "$cores" \
    >"$WORK/key"
wait_for "$simpul"
key=$(cat "$WORK/key")

cat >"$WORK/haproxy.cfg" <<CONF
global
    nbthread $cores
    maxconn 8192
    tune.maxpollevents 256
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    http-reuse always
frontend in
    bind 127.0.0.1:$haproxy
    http-request deny deny_status 401 unless { req.hdr(X-API-Key) -m str $key }
    http-request del-header X-API-Key
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Consumer-Id bench
    default_backend up
backend up
    server up 127.0.0.1:$upstream pool-max-conn 512
CONF
start haproxy -f "$WORK/haproxy.cfg"
wait_for "$haproxy"

nginx_conf gateway "$cores" <<CONF
    map_hash_bucket_size 256;
    map \$http_x_api_key \$consumer { default ""; "$key" bench; }
    upstream up { server 127.0.0.1:$upstream; keepalive 256; keepalive_requests 100000000; }
    server {
        listen 127.0.0.1:$nginx reuseport;
        location / {
            if (\$consumer = "") { return 401; }
            proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header X-API-Key ""; proxy_set_header X-Forwarded-For \$remote_addr;
            proxy_set_header X-Consumer-Id \$consumer;
        }
    }
CONF
start nginx -c "$WORK/gateway.conf"
wait_for "$nginx"

declare -A rates medians_ms tails_ms
run() { # NAME PORT
    local out rate p50 p99
    out=$(wrk -t2 -c"$connections" -d"${seconds}s" --latency -H "X-API-Key: $key" \
        "http://127.0.0.1:$2/development/bench/provinsi")
    if grep -qE 'Non-2xx|Socket errors' <<<"$out"; then
        echo "$1: $(grep -E 'Non-2xx|Socket errors' <<<"$out")" >&2
        exit 1
    fi
    rate=$(awk '/Requests\/sec/ { printf "%d", $2 }' <<<"$out")
    p50=$(awk '/ 50%/ { print $2 }' <<<"$out")
    p99=$(awk '/ 99%/ { print $2 }' <<<"$out")
    rates[$1]+=" $rate"
    medians_ms[$1]+=" $(to_ms "$p50")"
    tails_ms[$1]+=" $(to_ms "$p99")"
}
to_ms() { # 812.00us, 1.20ms, 1.01s
    awk -v t="$1" 'BEGIN { f = t ~ /us$/ ? 0.001 : t ~ /ms$/ ? 1 : 1000; printf "%.2f", t * f }'
}

order=(simpul haproxy nginx)
ports=([0]="$simpul" [1]="$haproxy" [2]="$nginx")
for i in 0 1 2; do                  # warm, and not counted
    wrk -t2 -c"$connections" -d1s -H "X-API-Key: $key" \
        "http://127.0.0.1:${ports[$i]}/development/bench/provinsi" >/dev/null
done
for ((round = 0; round < rounds; round++)); do
    for i in 0 1 2; do
        turn=$(((i + round) % 3))
        run "${order[$turn]}" "${ports[$turn]}"
    done
    run upstream "$upstream"
done

# shellcheck disable=SC2086
{
    reference=$(median ${rates[haproxy]})
    echo "$cores cores, wrk -t2 -c$connections, $rounds rounds of ${seconds}s, medians"
    printf '%-9s %12s %9s %9s %14s   %s\n' way requests/s 'p50 ms' 'p99 ms' 'of HAProxy' \
        'each round'
    for name in upstream nginx haproxy simpul; do
        rate=$(median ${rates[$name]})
        printf '%-9s %12d %9s %9s %14s   %s\n' "$name" "$rate" "$(median ${medians_ms[$name]})" \
            "$(median ${tails_ms[$name]})" \
            "$(awk -v a="$rate" -v b="$reference" 'BEGIN { printf "%.2f", a / b }')" \
            "${rates[$name]# }"
    done
    if [ -d /proc/self ]; then
        ticks=$(getconf CLK_TCK)
        echo "CPU seconds so far, user and system:"
        for ((i = 0; i < ${#PIDS[@]}; i++)); do
            awk -v t="$ticks" '{ printf "  %s %.1f %.1f\n", $2, $14 / t, $15 / t }' \
                "/proc/${PIDS[$i]}/stat"
        done
    fi
}
