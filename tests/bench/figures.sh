#!/bin/bash
# How long figures of a year of calls take: SERIES (4000), ROUNDS (5)
#
# Fills the demo portal with a year of calls (tests/bench/figures.sql) and asks as the pages do, by
# curl, one after the other; the medians count. Then the plans of the two ways that rows are read.
source "$(dirname "$0")/common.sh"
source "$(dirname "$0")/portal.sh"

series=${1:-4000} rounds=${2:-5}
port=${SIMPUL_BENCH_PORT:-19260}
api=http://127.0.0.1:$((port + 1))

need sqlite3 curl jq
build simpul
portal_settings figures "$port"
"${portal_env[@]}" "$BUILD/simpul" migrate >/dev/null 2>&1
"${portal_env[@]}" "SIMPUL_DEMO_PORT=$((port + 2))" "$BUILD/simpul" demo >/dev/null
sqlite3 -cmd ".parameter init" -cmd ".parameter set :series $series" \
    "$WORK/figures/simpul.db" <tests/bench/figures.sql
portal_serve figures "$port"

declare -A tokens
sign_in() { # USER PASSWORD
    tokens[$1]=$(curl -sS -H 'Content-Type: application/json' "$api/auth" \
        -d "{\"username\":\"$1\",\"password\":\"$2\",\"options\":{\"nativeApp\":true}}" |
        jq -r .token)
}
sign_in admin simpul-demo-admin
sign_in penerbit simpul-demo-publisher
sign_in budi simpul-demo-budi

ask() { # USER PATH: the median of its seconds, and the calls that it tells of
    local round times=()
    for ((round = 1; round <= rounds; round++)); do
        times+=("$(curl -sS -o "$WORK/answer" -w '%{time_total}' \
            -H "Authorization: Bearer ${tokens[$1]}" "$api$2")")
    done
    printf '%-9s %-62s %7.3f s %12s calls\n' "$1" "$2" "$(median "${times[@]}")" \
        "$(jq .data.totals.calls "$WORK/answer")"
}
ago() { date -u -d "-$1" +%Y-%m-%dT%H:%M:%SZ; }

for asked in "from=$(ago '1 hour')&step=minute" "from=$(ago '24 hours')&step=hour" \
    "from=$(ago '7 days')&step=hour" "from=$(ago '30 days')&step=day" \
    "from=$(ago '365 days')&step=day"; do
    ask admin "/admin/usage?$asked"
    ask admin "/admin/usage?$asked&by=endpoint&sort=p95"
    ask penerbit "/admin/usage?$asked&by=account"
    ask budi "/usage?$asked"
done

sqlite3 "$WORK/figures/simpul.db" <<'END'
.eqp on
SELECT count(*) FROM (SELECT at, series_id, durations FROM usage_hours
 WHERE at >= unixepoch() - 86400 AND at < unixepoch() ORDER BY at);
SELECT count(*) FROM (SELECT h.at, h.durations FROM usage_series s CROSS JOIN usage_hours h
 WHERE s.account_id = 'usr_1' AND h.series_id = s.id AND h.at >= unixepoch() - 86400
 AND h.at < unixepoch() ORDER BY h.at LIMIT 100000);
END
