#!/bin/bash
# Sign-ins against bare argon2, and GET /profile against bare Ulfius: ROUNDS (5), SECONDS a run (5)
#
# In every round, in turn: argon2id alone on all cores; sign-ins of many users over HTTP, while one
# signed-in client reads its profile fifty times a second; a bare Ulfius that verifies the same JWT
# and answers a constant; GET /profile. Prints medians of each, and the medians of the ratios.
source "$(dirname "$0")/common.sh"

rounds=${1:-5} seconds=${2:-5}
cores=$(nproc)
base=${SIMPUL_BENCH_PORT:-19300}
api=$base peer=$((base + 1))
export USERS=32 PASSWORD='kopi pagi di teras'

unset SIMPUL_BENCH_BUILD SIMPUL_BENCH_PORT       # no settings of the program
need wrk
build simpul bench_signin

mkdir -p "$WORK/reference/generated"
echo password >"$WORK/reference/generated/passwords.txt"
export SIMPUL_DATA_DIR=$WORK SIMPUL_DATABASE_URL=sqlite:$WORK/simpul.db
export SIMPUL_SECRET_FILE=$WORK/secret SIMPUL_REFERENCE_DIR=$WORK/reference
export SIMPUL_API_LISTEN=127.0.0.1:$api SIMPUL_GATEWAY_LISTEN=127.0.0.1:$((base + 2))
export SIMPUL_ACCOUNT_LIMIT=0 SIMPUL_ADDRESS_LIMIT=0 SIMPUL_DEMO_PORT=0 SIMPUL_LOG_FORMAT=json
for ((i = 0; i < USERS; i++)); do
    "$BUILD/simpul" user create --username "bench$i" --email "bench$i@contoh.go.id" \
        --password-stdin <<<"$PASSWORD" >/dev/null
done
start "$BUILD/simpul" serve 2>"$WORK/log"
wait_for "$api"
start "$BUILD/bench_signin" peer "$peer" "$WORK/secret"
wait_for "$peer"

sign_in() {
    curl -sS -H 'Content-Type: application/json' "http://127.0.0.1:$api/auth" \
        -d "{\"username\":\"bench0\",\"password\":\"$PASSWORD\"}" | sed 's/.*"token":"\([^"]*\)".*/\1/'
}
rate_of() { # PORT: calls a second, signed in
    wrk -t "$cores" -c 64 -d "${seconds}s" -H "Authorization: Bearer $token" \
        "http://127.0.0.1:$1/profile" | awk '/Requests\/sec/ { print $2 } /Non-2xx/ { print 0 }' |
        sort -n | head -1
}
ratio() { awk "BEGIN { printf \"%.3f\", $1 / $2 }"; }

argons=() signins=() signin_ratios=() p99s=() bares=() profiles=() profile_ratios=()
for ((round = 1; round <= rounds; round++)); do
    token=$(sign_in)
    argon=$("$BUILD/bench_signin" argon "$seconds")
    "$BUILD/bench_signin" pace "$api" "$token" 50 "$seconds" >"$WORK/pace" &
    pacer=$!
    read -r _ signin refused < <(wrk -t 1 -c $((cores * 4)) -d "${seconds}s" --timeout 10s \
        -s tests/bench/signin.lua "http://127.0.0.1:$api" | grep RESULT)
    wait "$pacer"
    read -r p50 p99 <"$WORK/pace"
    bare=$(rate_of "$peer") profile=$(rate_of "$api")
    printf 'round %d: argon2 %s/s, sign-ins %s/s (%s refused), GET /profile meanwhile %s/%s ms\n' \
        "$round" "$argon" "$signin" "$refused" "$p50" "$p99"
    printf '         Ulfius with the JWT %s/s, GET /profile %s/s\n' "$bare" "$profile"
    argons+=("$argon") signins+=("$signin") p99s+=("$p99") bares+=("$bare") profiles+=("$profile")
    signin_ratios+=("$(ratio "$signin" "$argon")") profile_ratios+=("$(ratio "$profile" "$bare")")
done
printf 'sign-ins    %s/s, argon2 %s/s, ratio %s (target 0.95)\n' "$(median "${signins[@]}")" \
    "$(median "${argons[@]}")" "$(median "${signin_ratios[@]}")"
printf 'meanwhile   GET /profile p99 %s ms (target under 20)\n' "$(median "${p99s[@]}")"
printf 'GET /profile %s/s, bare Ulfius %s/s, ratio %s (target 0.8)\n' \
    "$(median "${profiles[@]}")" "$(median "${bares[@]}")" "$(median "${profile_ratios[@]}")"
