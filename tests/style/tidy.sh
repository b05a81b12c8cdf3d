#!/bin/bash
# clang-tidy over every source of a clang build: tests/style/tidy.sh FOLDER
# A file that passed is not looked at again until it, a header of ours that it includes, or the
# rules change. Prints what is wrong, then the totals; the paths to it stand in FOLDER/tidy.log.
set -euo pipefail
folder=${1:?build folder}
cd "$(dirname "$0")/../.."
cache=.cache/tidy
mkdir -p "$cache"
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
export folder cache results
rm -f "$folder/tidy.log"

look_at() { # SOURCE AND ITS HEADERS: one line, the source first
    local files digest source
    read -ra files <<<"$1"
    source=${files[0]}
    digest=$(cat .clang-tidy "${files[@]}" | cat - <(echo "$source") | sha256sum | cut -d' ' -f1)
    [ ! -e "$cache/$digest" ] || return 0
    if clang-tidy --quiet -p "$folder" "$source" 2>"$results/errors.$$" >"$results/$digest"; then
        touch "$cache/$digest"
        return 0
    fi
    cat "$results/$digest" "$results/errors.$$" >>"$folder/tidy.log"
    grep -hE ': (error|warning):' "$results/$digest" || cat "$results/errors.$$"
    touch "$results/failed.$digest"
}
export -f look_at

# The build knows what each object was made of: "object: …" followed by one indented file a line.
ninja -C "$folder" -t deps | awk -v root="$PWD/" '
    function finish() { if (files != "") print files; files = "" }
    /^[^ ]/ { finish() }
    /^    / {
        path = $1
        sub(/^(\.\.\/)+/, "", path)
        sub(root, "", path)
        if (path ~ /^(server|tests)\//) files = files (files == "" ? "" : " ") path
    }
    END { finish() }' | grep -E '^[^ ]+\.c( |$)' | sort -u >"$results/sources"
# shellcheck disable=SC2016
xargs -d '\n' -n 1 -P "$(nproc)" bash -c 'look_at "$1"' look_at <"$results/sources"

all=$(wc -l <"$results/sources")
failed=$(find "$results" -name 'failed.*' | wc -l)
echo "$((all - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
