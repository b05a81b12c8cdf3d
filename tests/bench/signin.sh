#!/bin/bash
# Sign-ins against bare argon2, and GET /profile against bare Ulfius: ROUNDS (5), SECONDS a run (5)
#
# In every round, in turn: argon2id alone on all cores; sign-ins of many users over HTTP, while one
# signed-in client reads its profile fifty times a second; a bare Ulfius that verifies the same JWT
# and answers a constant; GET /profile. Prints medians of each, and the medians of the ratios. The
# processor time of a call tells the same where other work disturbs the machine.
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
api_pid=$!
wait_for "$api"
start "$BUILD/bench_signin" peer "$peer" "$WORK/secret"
peer_pid=$!
wait_for "$peer"

sign_in() {
    curl -sS -H 'Content-Type: application/json' "http://127.0.0.1:$api/auth" \
        -d "{\"username\":\"bench0\",\"password\":\"$PASSWORD\"}" |
        sed 's/.*"token":"\([^"]*\)".*/\1/'
}
ticks_of() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
ticks_a_second=$(getconf CLK_TCK)
each() { # PID TICKS-BEFORE UNITS-A-SECOND COUNT: processor time since then, for each
    local ticks=$(($(ticks_of "$1") - $2))
    awk "BEGIN { printf \"%.2f\", $ticks / $ticks_a_second * $3 / $4 }"
}
# PORT PID: calls a second, signed in, and the server's microseconds of processor time for each
rate_of() {
    local before calls
    before=$(ticks_of "$2")
    wrk -t "$cores" -c 64 -d "${seconds}s" -H "Authorization: Bearer $token" \
        "http://127.0.0.1:$1/profile" >"$WORK/wrk"
    if grep -q Non-2xx "$WORK/wrk"; then cat "$WORK/wrk" >&2; exit 1; fi
    calls=$(awk '/requests in/ { print $1 }' "$WORK/wrk")
    awk '/Requests\/sec/ { printf "%s ", $2 }' "$WORK/wrk"
    each "$2" "$before" 1e6 "$calls"
}
ratio() { awk "BEGIN { printf \"%.3f\", $1 / $2 }"; }

argons=() signins=() signin_ratios=() p99s=() bares=() profiles=() profile_ratios=()
bare_costs=() profile_costs=() argon_costs=() signin_costs=()
for ((round = 1; round <= rounds; round++)); do
    token=$(sign_in)
    read -r argon argon_ms < <("$BUILD/bench_signin" argon "$seconds")
    before=$(ticks_of "$api_pid")
    "$BUILD/bench_signin" pace "$api" "$token" 50 "$seconds" >"$WORK/pace" &
    pacer=$!
    read -r _ signin count refused < <(wrk -t 1 -c $((cores * 4)) -d "${seconds}s" --timeout 10s \
        -s tests/bench/signin.lua "http://127.0.0.1:$api" | grep RESULT)
    wait "$pacer"
    read -r p50 p99 <"$WORK/pace"
    signin_ms=$(each "$api_pid" "$before" 1e3 "$count")
    read -r bare bare_us < <(rate_of "$peer" "$peer_pid"; echo)
    read -r profile profile_us < <(rate_of "$api" "$api_pid"; echo)
    printf 'round %d: argon2 %s/s (%s ms), sign-ins %s/s (%s ms, %s refused)\n' "$round" "$argon" \
        "$argon_ms" "$signin" "$signin_ms" "$refused"
    printf '         GET /profile meanwhile: median %s ms, p99 %s ms\n' "$p50" "$p99"
    printf '         Ulfius with the JWT %s/s (%s µs), GET /profile %s/s (%s µs)\n' "$bare" \
        "$bare_us" "$profile" "$profile_us"
    argons+=("$argon") signins+=("$signin") p99s+=("$p99") bares+=("$bare") profiles+=("$profile")
    bare_costs+=("$bare_us") profile_costs+=("$profile_us")
    argon_costs+=("$argon_ms") signin_costs+=("$signin_ms")
    signin_ratios+=("$(ratio "$signin" "$argon")") profile_ratios+=("$(ratio "$profile" "$bare")")
done
printf 'sign-ins    %s/s, argon2 %s/s, ratio %s (target 0.95)\n' "$(median "${signins[@]}")" \
    "$(median "${argons[@]}")" "$(median "${signin_ratios[@]}")"
printf 'meanwhile   GET /profile p99 %s ms (target under 20)\n' "$(median "${p99s[@]}")"
printf 'GET /profile %s/s, bare Ulfius %s/s, ratio %s (target 0.8)\n' \
    "$(median "${profiles[@]}")" "$(median "${bares[@]}")" "$(median "${profile_ratios[@]}")"
printf 'processor   sign-in %s ms, argon2 %s ms\n' "$(median "${signin_costs[@]}")" \
    "$(median "${argon_costs[@]}")"
printf 'processor   GET /profile %s µs, bare Ulfius %s µs a call\n' \
    "$(median "${profile_costs[@]}")" "$(median "${bare_costs[@]}")"
