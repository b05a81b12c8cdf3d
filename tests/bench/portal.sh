# shellcheck shell=bash
# A portal of its own for a bench: migrated, filled by bench_fill, served. Sourced after common.sh.
# It runs as installed, with its database and its jobs, so that what a call costs is all of it.

portal_settings() { # NAME PORT [CA]: for commands behind them; the API is on the port after
    local folder=$WORK/$1
    mkdir -p "$folder/generated"
    echo password >"$folder/generated/passwords.txt"
    portal_env=(env -u SIMPUL_BENCH_BUILD -u SIMPUL_BENCH_PORT
        "SIMPUL_DATA_DIR=$folder" "SIMPUL_REFERENCE_DIR=$folder" SIMPUL_DEMO_PORT=0
        "SIMPUL_GATEWAY_LISTEN=127.0.0.1:$2" "SIMPUL_API_LISTEN=127.0.0.1:$(($2 + 1))"
        SIMPUL_LOG_FORMAT=json SIMPUL_LOG_LEVEL=warn SIMPUL_MODE=development
        "SIMPUL_CA_FILE=${3:-}")
}

portal_fill() { # NAME PORT UPSTREAM [COUNT [TOLD]]: its keys stand in $WORK/NAME/keys
    portal_settings "$1" "$2"
    "${portal_env[@]}" "$BUILD/simpul" migrate >/dev/null 2>&1
    "$BUILD/bench_fill" "$WORK/$1/simpul.db" "${@:3}" >"$WORK/$1/keys"
}

portal_serve() { # NAME PORT [CA]; its process is the last of PIDS
    portal_settings "$@"
    start "${portal_env[@]}" "$BUILD/simpul" serve 2>"$WORK/$1/log"
    wait_for $(($2 + 1))
}
