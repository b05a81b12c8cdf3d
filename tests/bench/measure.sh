# shellcheck shell=bash
# One run of wrk against a process, as a row of figures. Sourced after common.sh.

cpu_ticks() { # PID: user and system so far, its children too
    { cat /proc/[0-9]*/stat 2>/dev/null || true; } | awk -v pid="$1" '
        { sub(/\(.*\)/, "x") }
        $1 == pid || $4 == pid { u += $14; s += $15 }
        END { print u, s }'
}

resident_mib() { # PID: its children too
    { cat /proc/[0-9]*/status 2>/dev/null || true; } | awk -v pid="$1" '
        $1 == "Pid:" { is_it = $2 == pid }
        $1 == "PPid:" { is_it = is_it || $2 == pid }
        $1 == "VmRSS:" && is_it { sum += $2 }
        END { printf "%.0f", sum / 1024 }'
}

# Prints: requests/s, p50, p99, p99.9 in ms, user and system microseconds a request, MiB resident.
measure() { # PID SECONDS CONNECTIONS URL WRK-ARGUMENTS…
    local pid=$1 before after run
    before=$(cpu_ticks "$pid")
    run=$(wrk -t2 -d"$2s" -c"$3" --latency -s tests/bench/wrk.lua "${@:5}" "$4" | grep '^RUN')
    after=$(cpu_ticks "$pid")
    awk -v hz="$(getconf CLK_TCK)" -v mib="$(resident_mib "$pid")" '
        $1 == "RUN" && $4 > 0 { print $4 " calls failed" >"/dev/stderr"; exit 1 }
        $1 == "RUN" { n = $2; printf "%.0f %s %s %s", n / $3, $5, $6, $7; next }
        !has { u = $1; s = $2; has = 1; next }
        { each = 1e6 / hz / n; printf " %.2f %.2f %s\n", ($1 - u) * each, ($2 - s) * each, mib }
        ' <<<"$run"$'\n'"$before"$'\n'"$after"
}
