# shellcheck shell=bash
# An upstream, and the ways to it: nobody, HAProxy, nginx, Simpul. Sourced after portal.sh.
#
# HAProxy compares one header; nginx looks it up in a map; Simpul finds the key among its keys,
# checks its grant, takes from rate and quotas, and counts. All have as many threads as the machine
# has cores, and drop the key before they pass the call on.
declare -A way_pids way_ports
cores=$(nproc)

nginx_conf() { # NAME WORKERS: the server blocks on standard input
    cat >"$WORK/$1.conf" <<CONF
daemon off; worker_processes $2; pid $WORK/$1.pid; error_log $WORK/$1.log;
events { worker_connections 8192; }
http {
    access_log off; keepalive_requests 100000000; keepalive_timeout 75s; sendfile on;
    default_type application/json; open_file_cache max=8;
    client_body_temp_path $WORK/$1.body; proxy_temp_path $WORK/$1.proxy;
    fastcgi_temp_path $WORK/$1.f; uwsgi_temp_path $WORK/$1.u; scgi_temp_path $WORK/$1.s;
$(cat)
}
CONF
}

way_note() { # NAME PORT: of what was started last
    # shellcheck disable=SC2034  # for whoever measures it
    way_pids[$1]=${PIDS[-1]} way_ports[$1]=$2
}
way_begin() { # NAME PORT COMMAND…
    start "${@:3}"
    way_note "$1" "$2"
    wait_for "$2"
}

# 250 bytes of JSON, and under /large 100 KiB.
upstream_begin() { # PORT [ssl]
    local body tls=
    printf -v body '%-250s' '{"status":true,"data":[{"kode":"17","nama":"Bengkulu"}]}'
    head -c 102400 /dev/zero | tr '\0' x >"$WORK/large"
    chmod 755 "$WORK"
    [ "${2:-}" != ssl ] || tls="ssl_certificate $WORK/cert; ssl_certificate_key $WORK/cert.key;
            ssl_session_cache shared:s:1m;"
    nginx_conf upstream 1 <<CONF
    server {
        listen 127.0.0.1:$1 ${2:-} backlog=4096; $tls
        location / { return 200 '$body'; }
        location ~ /large\$ { root $WORK; try_files /large =404; }
    }
CONF
    way_begin upstream "$1" nginx -c "$WORK/upstream.conf"
}

certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
        -keyout "$WORK/cert.key" -out "$WORK/cert" 2>/dev/null
}

simpul_begin() { # PORT UPSTREAM-PORT [ssl]: its key is $key from then on
    local scheme=http
    [ "${3:-}" != ssl ] || scheme=https
    portal_fill simpul "$1" "$scheme://127.0.0.1:$2"
    portal_serve simpul "$1" ${3:+"$WORK/cert"}
    way_note simpul "$1"
    key=$(cat "$WORK/simpul/keys")
}

haproxy_begin() { # PORT UPSTREAM-PORT [ssl]
    local tls=
    [ "${3:-}" != ssl ] || tls="ssl verify required ca-file $WORK/cert"
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
    bind 127.0.0.1:$1
    http-request deny deny_status 401 unless { req.hdr(X-API-Key) -m str $key }
    http-request del-header X-API-Key
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Consumer-Id bench
    default_backend up
backend up
    server up 127.0.0.1:$2 pool-max-conn 512 $tls
CONF
    way_begin haproxy "$1" haproxy -f "$WORK/haproxy.cfg"
}

nginx_begin() { # PORT UPSTREAM-PORT [ssl]
    local scheme=http tls=
    [ "${3:-}" != ssl ] || scheme=https tls="proxy_ssl_verify on; proxy_ssl_name 127.0.0.1;
            proxy_ssl_trusted_certificate $WORK/cert;"
    nginx_conf nginx "$cores" <<CONF
    map_hash_bucket_size 256;
    map \$http_x_api_key \$consumer { default ""; "$key" bench; }
    upstream up { server 127.0.0.1:$2; keepalive 256; keepalive_requests 100000000; }
    server {
        listen 127.0.0.1:$1 reuseport;
        location / {
            if (\$consumer = "") { return 401; }
            proxy_pass $scheme://up; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header X-API-Key ""; proxy_set_header X-Forwarded-For \$remote_addr;
            proxy_set_header X-Consumer-Id \$consumer; proxy_buffers 8 16k; $tls
        }
    }
CONF
    way_begin nginx "$1" nginx -c "$WORK/nginx.conf"
}

ways_begin() { # PORT [ssl]: this one and the next ones
    upstream_begin "$1" "${2:-}"
    simpul_begin $(($1 + 3)) "$1" "${2:-}"
    haproxy_begin $(($1 + 1)) "$1" "${2:-}"
    nginx_begin $(($1 + 2)) "$1" "${2:-}"
}

ways_end() {
    finish_processes
    rm -rf "$WORK/simpul"
}
