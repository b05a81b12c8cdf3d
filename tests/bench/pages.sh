#!/bin/bash
# How soon documentation stands on a slow PC, of DOCUMENT (500 operations made up), ROUNDS (3)
#
# Chromium at a quarter of this machine's speed, on a line of 1 Mbit/s; the median of the rounds.
source "$(dirname "$0")/common.sh"

script/setup server
[ -d tests/node_modules ] || npm ci --prefix tests --no-audit --no-fund --loglevel=error
node tests/bench/pages.mjs "$@"
