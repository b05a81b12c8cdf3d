#!/bin/bash
# What stands in deploy/ and docker-compose.yml is well formed, as far as that shows without an
# engine: the compose file, nginx's configuration, the files and packages that the images take.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0 failed=0

check() { # NAME COMMAND…
    local name=$1
    shift
    if "$@" >"$scratch/said" 2>&1; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    echo "$name:"
    cat "$scratch/said"
}

nginx_accepts() {
    mkdir -p "$scratch/nginx"
    sed -e 's/server server:8080/server 127.0.0.1:8080/' -e "s|/tmp/|$scratch/nginx/|" \
        deploy/nginx.conf >"$scratch/nginx.conf"
    PATH=$PATH:/usr/sbin nginx -t -q -c "$scratch/nginx.conf" || return
    PATH=$PATH:/usr/sbin nginx -t -c "$scratch/nginx.conf" 2>&1 | { ! grep '\[warn\]'; }
}

copied_files_exist() {
    local path missing=0
    # shellcheck disable=SC2013
    for path in $(sed -n '/--from/d; s/^COPY \(.*\) [^ ]*$/\1/p' deploy/Dockerfile); do
        [ -e "$path" ] || { echo "$path is not there"; missing=1; }
    done
    return $missing
}

packages_exist() {
    local wanted
    wanted=$(sed -n 's/^[a-z]*: //p' script/packages | tr ' ' '\n' | sort -u)
    # shellcheck disable=SC2086
    apt-cache show --no-all-versions $wanted 2>&1 >"$scratch/known" | grep . && return 1
    [ "$(grep -c '^Package: ' "$scratch/known")" -eq "$(wc -w <<<"$wanted")" ]
}

check "docker-compose config" docker-compose config -q
check "nginx -t" nginx_accepts
check "files that the images copy" copied_files_exist
check "packages that the images and machines take" packages_exist
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
