#!/bin/bash
# nginx with the configuration of the web image, in front of the server of SIMPUL_PUBLIC_URL: the
# same pages and files below the same release, with the same headers, as without it.
#   node tests/support/server.mjs tests/proxy.sh
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
behind=${SIMPUL_PUBLIC_URL:-http://127.0.0.1:8080}
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1",
    () => { console.log(s.address().port); s.close() })')
front=http://127.0.0.1:$port
folder=$(mktemp -d)
passed=0 failed=0

sed -e "s/server server:8080/server ${behind#http://}/" -e "s/listen 8080/listen 127.0.0.1:$port/" \
    -e "s|/tmp/|$folder/|" -e '1i daemon off;' \
    deploy/nginx.conf >"$folder/nginx.conf"
[ "$(id -u)" -ne 0 ] || sed -i '1i user root;' "$folder/nginx.conf"    # the folder is private
PATH=$PATH:/usr/sbin nginx -c "$folder/nginx.conf" &
nginx=$!
trap 'kill "$nginx"; wait "$nginx"; rm -rf "$folder"' EXIT
curl -s --retry 20 --retry-connrefused --retry-delay 1 -o /dev/null "$front/healthz"

is() { # MEANING EXPECTED FOUND
    if [ "$2" = "$3" ]; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    printf '%s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
}
status() { curl -s -o /dev/null -w '%{http_code}' "$@"; }
header() { # NAME URL
    curl -sI "$2" | tr -d '\r' | sed -n "s/^$1: //Ip"
}

is "the root leads to the app" "302 /app/" "$(status "$front/") $(header Location "$front/")"
is "the authenticator is a folder" "302 /app/authenticator/" \
    "$(status "$front/app/authenticator") $(header Location "$front/app/authenticator")"
release=$(curl -sf "$front/app/" | grep -o '/app/v-[0-9a-f]*/' | head -1)
script=$(curl -sf "$front/app/" | grep 'type="module"' | grep -o '/app/[^"]*')
is "the page asks for a release" "$release" "${script%pack/app.js}"
for path in /app/ /app/masuk "$script" "${release}css/base.css" /app/app.js \
    /app/icon.svg /app/authenticator/ /app/authenticator/scan \
    /app/.env /app/no.js; do
    is "status of $path" "$(status "$behind$path")" "$(status "$front$path")"
    is "bytes of $path" "$(curl -sf "$behind$path" | sha256sum)" \
        "$(curl -sf "$front$path" | sha256sum)"
done
for name in Content-Type Content-Security-Policy Cache-Control Cross-Origin-Opener-Policy \
    Permissions-Policy Referrer-Policy X-Content-Type-Options X-Frame-Options \
    Cross-Origin-Resource-Policy; do
    is "$name of a page" "$(header $name "$behind/app/")" "$(header $name "$front/app/")"
    is "$name of the authenticator" "$(header $name "$behind/app/authenticator/")" \
        "$(header $name "$front/app/authenticator/")"
    is "$name of a script" "$(header $name "$behind$script")" "$(header $name "$front$script")"
done
packed() { # URL: its encoding and its bytes, as a browser takes them
    curl -sf -D "$folder/head" -H 'Accept-Encoding: gzip' "$1" | sha256sum
    tr -d '\r' <"$folder/head" | grep -i '^content-encoding:'
}
is "a kept script is compressed" "$(packed "$behind$script")" "$(packed "$front$script")"
is "a kept script is plain where that is wanted" "$(curl -sf "$behind$script" | sha256sum)" \
    "$(curl -sf "$front$script" | sha256sum)"
is "the API is passed on" 200 "$(status "$front/readyz")"
is "a request id travels" trial-of-proxy "$(curl -s -o /dev/null -D- \
    -H 'X-Request-Id: trial-of-proxy' "$front/healthz" | tr -d '\r' |
    sed -n 's/^x-request-id: //Ip')"
is "a body of 13 MiB is too large" 413 "$(head -c 13631488 /dev/zero |
    status -X POST --data-binary @- "$front/requests")"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
