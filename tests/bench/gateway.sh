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

declare -A rates medians_ms tails_ms user_us system_us pids
pids=([upstream]=${PIDS[0]} [simpul]=${PIDS[1]} [haproxy]=${PIDS[2]} [nginx]=${PIDS[3]})
ports=([upstream]=$upstream [simpul]=$simpul [haproxy]=$haproxy [nginx]=$nginx)

cpu_ticks() { # PID: user and system so far, its children too
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v pid="$1" '
        { sub(/\(.*\)/, "x") }
        $1 == pid || $4 == pid { u += $14; s += $15 }
        END { print u, s }'
}
to_ms() { # 812.00us, 1.20ms, 1.01s
    awk -v t="$1" 'BEGIN { f = t ~ /us$/ ? 0.001 : t ~ /ms$/ ? 1 : 1000; printf "%.2f", t * f }'
}
call() { # NAME SECONDS
    wrk -t2 -c"$connections" -d"$2s" --latency -H "X-API-Key: $key" \
        "http://127.0.0.1:${ports[$1]}/development/bench/provinsi"
}
run() { # NAME
    local out before after all
    before=$(cpu_ticks "${pids[$1]}")
    out=$(call "$1" "$seconds")
    after=$(cpu_ticks "${pids[$1]}")
    if grep -qE 'Non-2xx|Socket errors' <<<"$out"; then
        echo "$1: $(grep -E 'Non-2xx|Socket errors' <<<"$out")" >&2
        exit 1
    fi
    all=$(awk '/requests in/ { print $1 }' <<<"$out")
    rates[$1]+=" $(awk '/Requests\/sec/ { printf "%d", $2 }' <<<"$out")"
    medians_ms[$1]+=" $(to_ms "$(awk '/ 50%/ { print $2 }' <<<"$out")")"
    tails_ms[$1]+=" $(to_ms "$(awk '/ 99%/ { print $2 }' <<<"$out")")"
    user_us[$1]+=" $(used "$before" "$after" 1 "$all")"
    system_us[$1]+=" $(used "$before" "$after" 2 "$all")"
}
used() { # BEFORE AFTER COLUMN REQUESTS: microseconds a request
    awk -v hz="$(getconf CLK_TCK)" -v c="$3" -v n="$4" \
        'NR == 1 { b = $c } NR == 2 { printf "%.2f", ($c - b) / hz * 1e6 / n }' <<<"$1"$'\n'"$2"
}

order=(simpul haproxy nginx)
for name in "${order[@]}"; do call "$name" 1 >/dev/null; done       # warm, and not counted
for ((round = 0; round < rounds; round++)); do
    for i in 0 1 2; do run "${order[$(((i + round) % 3))]}"; done
    run upstream
done

# The lists of numbers are to be split into words.
# shellcheck disable=SC2086
{
    reference=$(median ${rates[haproxy]})
    echo "$cores cores, wrk -t2 -c$connections, $rounds rounds of ${seconds}s, medians"
    printf '%-9s %10s %7s %7s %8s %8s %11s   %s\n' way requests/s 'p50 ms' 'p99 ms' 'user us' \
        'sys us' 'of HAProxy' 'each round'
    for name in upstream nginx haproxy simpul; do
        rate=$(median ${rates[$name]})
        printf '%-9s %10d %7s %7s %8s %8s %11s   %s\n' "$name" "$rate" \
            "$(median ${medians_ms[$name]})" "$(median ${tails_ms[$name]})" \
            "$(median ${user_us[$name]})" "$(median ${system_us[$name]})" \
            "$(awk -v a="$rate" -v b="$reference" 'BEGIN { printf "%.2f", a / b }')" \
            "${rates[$name]# }"
    done
    read -ra ours <<<"${rates[simpul]}"
    read -ra theirs <<<"${rates[haproxy]}"
    ratios=()
    for ((round = 0; round < rounds; round++)); do
        ratios+=("$(awk -v a="${ours[$round]}" -v b="${theirs[$round]}" \
            'BEGIN { printf "%.2f", a / b }')")
    done
    echo "Simpul against HAProxy, round by round: ${ratios[*]}; median $(median "${ratios[@]}")"
}
