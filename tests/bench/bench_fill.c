/* Fills a migrated database with what the gateway's benches call.
 *
 *     bench_fill DATABASE UPSTREAM_URL [COUNT [TOLD]]
 *
 * One published bundle, "bench", with limits of every kind that nobody reaches, and COUNT members
 * (1), each with approved access and a key that has limits of its own. Prints TOLD (1) of the keys,
 * one a line, evenly picked. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/random.h"
#include "crypto/digest.h"
#include "domain/access/key_format.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNREACHED "{\"rate_per_second\":1000000,\"burst\":1000000,"                          \
    "\"quota_per_day\":1000000000000,\"quota_per_month\":1000000000000}"

static enum err add_bundle(struct db *tx, const char *upstream, int64_t now)
{
    TRY(db_run(tx, "INSERT INTO files (id, name, media_type, size_bytes, digest, is_complete,"
                   " is_attached, created_at) VALUES ('fil_bench', '', 'application/pdf', 0, '',"
                   " 1, 1, $1)", INT(now)));
    TRY(db_run(tx, "INSERT INTO bundles (id, slug, name, name_key, summary, description, provider,"
                   " version, status, limits, created_at, updated_at, published_at) VALUES"
                   " ('bdl_bench', 'bench', 'Bench', 'bench', '', '', '', '1', 'published', $1,"
                   " $2, $2, $2)", TEXT(UNREACHED), INT(now)));
    TRY(db_run(tx, "INSERT INTO bundle_versions (id, bundle_id, version, address, status, head,"
                   " tags, origin, reader, created_at, updated_at) VALUES ('ver_bench',"
                   " 'bdl_bench', '1', 'v1', 'current', '{}', '[]', '{}', 0, $1, $1)", INT(now)));
    TRY(db_run(tx, "INSERT INTO version_endpoints (version_id, id, position, method, path, tag,"
                   " summary, is_deprecated, description, parameters, responses, more) VALUES"
                   " ('ver_bench', 'end_bench', 0, 'GET', '/{name}', '', '', 0, '', '[]', '{}',"
                   " '{}')"));
    return db_run(tx, "INSERT INTO bundle_upstreams (bundle_id, environment, url,"
                      " connect_timeout_ms, answer_timeout_ms) VALUES ('bdl_bench',"
                      " 'development', $1, 5000, 30000)", TEXT(upstream));
}

static enum err add_key(struct db *tx, const char *id, const char *account, const char *text,
                        int64_t now)
{
    unsigned char digest[32];
    digest_sha256(text, strlen(text), digest);
    return db_run(tx, "INSERT INTO keys (id, account_id, label, environment, head, digest,"
                      " is_active, rate_per_second, quota_per_day, created_at, updated_at) VALUES"
                      " ($1, $2, 'Bench', 'development', 'spl_dev_', $3, 1, 1000000,"
                      " 1000000000000, $4, $4)",
                  TEXT(id), TEXT(account), BLOB(digest, sizeof digest), INT(now));
}

static enum err add_member(struct db *tx, const char *text, int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *account = id_new(&a, "usr_");
    TRY(db_run(tx, "INSERT INTO accounts (id, username, username_key, password_hash, first_name,"
                   " last_name, email, email_index, role, user_type, status, created_at,"
                   " updated_at, password_changed_at) VALUES ($1, $1, $1, '', '', '', '', $1,"
                   " 'member', 'non_penyedia', 'active', $2, $2, $2)", TEXT(account), INT(now)));
    TRY(db_run(tx, "INSERT INTO requests (id, account_id, bundle_id, status, application_name,"
                   " purpose, letter_file_id, created_at, updated_at) VALUES ($1, $2, 'bdl_bench',"
                   " 'approved', 'Bench', '', 'fil_bench', $3, $3)",
               TEXT(id_new(&a, "req_")), TEXT(account), INT(now)));
    return add_key(tx, id_new(&a, "key_"), account, text, now);
}

static enum err fill(struct db *db, const char *upstream, long count, long told)
{
    AUTO_TX struct tx tx = { 0 };
    int64_t const now = clock_now();
    TRY(tx_begin(&tx, db));
    TRY(add_bundle(tx.db, upstream, now));
    for (long i = 0; i < count; i++) {
        char text[KEY_TEXT_SIZE];
        key_format_new(KEY_DEVELOPMENT, text);
        TRY(add_member(tx.db, text, now));
        if (i * told / count < (i + 1) * told / count)
            puts(text);
    }
    return tx_commit(&tx);
}

int main(int count, char **arguments)
{
    struct store *store = NULL;
    if (count < 3)
        return 2;
    enum err e = store_open(arguments[1], &store);
    long const keys = count > 3 ? strtol(arguments[3], NULL, 10) : 1;
    long const told = count > 4 ? strtol(arguments[4], NULL, 10) : 1;
    if (!e)
        e = fill(store_db(store), arguments[2], keys, told);
    if (e)
        fprintf(stderr, "%s\n", err_why());
    store_close(store);
    return e != OK;
}
