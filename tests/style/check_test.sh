#!/bin/bash
# Tries check.sh on made-up files: each bad one is named by its rule, each good one passes.
# shellcheck disable=SC2016  # $1 stands in statements, not for this script
set -euo pipefail
check=$(cd "$(dirname "$0")" && pwd)/check.sh
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
passed=0 failed=0

tree() { # PATH TEXT [PATH TEXT]…: a fresh folder with these files
    rm -rf "${root:?}"/*
    while [ $# -gt 0 ]; do
        mkdir -p "$root/$(dirname "$1")"
        printf '%b\n' "$2" >"$root/$1"
        shift 2
    done
}

verdict() { # OUTCOME NAME
    if [ "$1" -eq 0 ]; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    echo "not as expected: $2"
}

refused() { # RULE PATH TEXT…: the last file breaks the rule
    local rule=$1 output
    shift
    tree "$@"
    output=$("$check" "$root" || true)
    grep -qF "[$rule]" <<<"$output"
    verdict $? "$rule does not refuse: $*"
}

accepted() { # PATH TEXT…
    tree "$@"
    "$check" "$root" >/dev/null
    verdict $? "refused without need: $*"
}

lines() { seq -s '\n' "$1"; }
set +e

refused door server/domain/keys/keys.c '#include <sqlite3.h>'
refused door server/store/db.c '#include <ulfius.h>'
refused door server/web/reply.c '#include <jwt.h>'
refused door server/domain/accounts/a.c '#include <argon2.h>'
refused door server/domain/passkeys/a.c '#include <fido/es256.h>'
refused door server/domain/passkeys/a.c '#include <cbor.h>'
refused door server/gateway/loop.c '#include <openssl/evp.h>'
refused door server/store/a.c '#include <openssl/ssl.h>'
refused door server/domain/messages/send.c '#include <curl/curl.h>'
refused door server/store/a.c '#include <microhttpd.h>'
refused door server/web/picture.c '#include <gd.h>'
refused door server/web/import.c '#include <yaml.h>'
refused door server/web/a.c '#include <qpdf/qpdf-c.h>'
accepted server/store/db.c '#include <sqlite3.h>' server/web/a.c '#include <ulfius.h>' \
    server/gateway/tls.c '#include <openssl/ssl.h>' server/crypto/a.c '#include <openssl/evp.h>' \
    server/domain/documents/import.c '#include <yaml.h>' tests/api/a.c '#include <ulfius.h>'

refused arrow server/base/a.c '#include "store/db.h"'
refused arrow server/store/a.c '#include "domain/keys/keys.h"'
refused arrow server/web/a.c '#include "domain/keys/keys.h"'
refused arrow server/domain/keys/keys.c '#include "web/req.h"'
refused arrow server/domain/keys/keys.h '#include "../../web/req.h"'
refused arrow server/gateway/a.c '#include "web/req.h"'
refused arrow server/domain/keys/keys_api.c '#include "gateway/loop.h"'
accepted server/domain/keys/keys_api.c '#include "web/req.h"' \
    server/domain/sessions/session_guard.c '#include "web/req.h"' \
    server/gateway/a.c '#include "domain/access/access.h"' server/base/b.c '#include "base/a.h"'

refused table db/1.sql 'CREATE TABLE keys (id TEXT) STRICT;' \
    server/domain/keys/keys.c 'x("INSERT INTO keys VALUES ($1)");' \
    server/domain/usage/usage.c 'x("SELECT 1 FROM keys");'
refused table db/1.sql 'CREATE TABLE keys (id TEXT) STRICT;' \
    server/domain/keys/keys.c 'x("INSERT INTO keys VALUES ($1)");' \
    server/domain/usage/usage.c 'x("INSERT INTO keys VALUES ($1)");'
accepted db/1.sql 'CREATE TABLE keys (id TEXT) STRICT;' \
    server/domain/keys/keys.c 'x("INSERT INTO keys VALUES ($1)");' \
    server/domain/keys/grants.c 'x("DELETE FROM keys");' \
    server/domain/usage/usage.c '/* Taken FROM keys_of(). */'

refused memory server/domain/keys/keys.c 'char *a = malloc(3);'
refused memory server/domain/requests/letter.c 'free(a);'
refused banned-call server/base/a.c 'strcpy(a, b);'
refused banned-call server/base/a.c 'int a = atoi(b);'
refused banned-call tests/unit/test_a.c 'sprintf(a, "b");'
accepted server/base/a.c 'free(a); snprintf(a, 3, "b"); text_free(b); x->free(y);'
refused line-comment server/base/a.c 'int a; // b'
accepted server/base/a.c 'char *a = "https://b"; /* see https://c */'
refused goto server/base/a.c '    goto end;'
refused typedef server/base/a.h 'typedef struct key key_t;'
accepted server/base/a.h 'typedef enum err handler(struct req *);'

refused inner-html webapp/pages/a.js 'node.innerHTML = text'
refused inner-html webapp/a.js 'node.insertAdjacentHTML("beforeend", text)'
accepted webapp/lib/html.js 'node.innerHTML = text'
refused eval webapp/a.js 'eval(text)'
refused important webapp/css/a.css 'a { color: red !important; }'
refused count tests/browser/a.test.mjs 'assert.equal(await rows.count(), 2)'
refused css-id webapp/css/a.css '#main { color: red; }'
accepted webapp/css/a.css 'a { color: #aabbcc; }\nb {\n  background: #fff;\n}'
refused js-function webapp/a.js "function a() {\n$(lines 40)\n}"
accepted webapp/a.js "function a() {\n$(lines 38)\n}"

refused file-size server/base/a.c "$(lines 401)"
refused css-size webapp/css/a.css "$(lines 251)"
refused columns server/base/a.c "/* $(printf 'a%.0s' {1..100}) */"
refused tab webapp/a.js '\tconst a = 1'
refused trailing-space server/base/a.c 'int a; '
refused unfinished server/base/a.c '/* TO''DO: more */'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
