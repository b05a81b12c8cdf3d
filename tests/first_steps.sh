#!/bin/bash
# Runs the README's first steps as they stand there, against the server of SIMPUL_PUBLIC_URL and
# SIMPUL_GATEWAY_URL, and looks at what a newcomer would see.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0

sed -n '/<!-- first steps:/,/^```$/p' README.md | sed '1,2d;$d' |
    sed "s|http://127.0.0.1:8080|${SIMPUL_PUBLIC_URL:-http://127.0.0.1:8080}|
         s|http://127.0.0.1:8081|${SIMPUL_GATEWAY_URL:-http://127.0.0.1:8081}|" >"$folder/steps.sh"
(cd "$folder" && bash -euo pipefail steps.sh >said 2>&1)
status=$?
cat "$folder/said"
echo

sees() { # WHAT IT MEANS, TEXT
    if grep -qF -- "$2" "$folder/said"; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    echo "not seen: $1 ($2)"
}
sees "the bundle" '"slug": "wilayah"'
sees "its endpoints" 'GET /provinsi/{kode}'
sees "the approval" approved
sees "the upstream's answer" ACEH
[ "$status" -eq 0 ] || { failed=$((failed + 1)); echo "a step failed with $status"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
