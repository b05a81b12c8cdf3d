#include "support/market.h"

#include "crypto/secret.h"
#include "domain/access/access.h"
#include "domain/bundles/changes.h"
#include "domain/files/files.h"
#include "support/people.h"

#include <string.h>

const char SMALL_PDF[] = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";

static const char SECRET[] =
    "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

const char *add_bundle(struct db *db, struct arena *a, const char *slug, const char *status)
{
    const char *id = NULL;
    struct actor const by = { .account_id = ADI, .now = NOW };
    struct upstream_change const nowhere = { .kind = UPSTREAM_SET, .upstream = {
        .url = "http://127.0.0.1:9", .connect_timeout_ms = 1000, .answer_timeout_ms = 1000 } };
    struct bundle_edit const edit = {
        .bundle = { .slug = slug, .name = slug, .summary = "Ringkasan", .description = "Uraian",
                    .provider = "Dinas", .version = "1.0", .limits = "{}" },
        .upstreams = { nowhere, nowhere },
    };
    assert_ok(bundle_create(db, a, &edit, by, &id));
    assert_ok(bundle_publish(db, id, by));
    assert_ok(db_run(db, "UPDATE bundles SET status = $2 WHERE id = $1", TEXT(id), TEXT(status)));
    return id;
}

const char *add_letter(struct db *db, struct arena *a, const char *account_id, const char *name)
{
    struct file_writer *writer = NULL;
    struct file file;
    assert_ok(file_begin(db, account_id, name, NOW, &writer));
    assert_ok(file_add(writer, SMALL_PDF, strlen(SMALL_PDF)));
    assert_ok(file_finish(writer, a, &file));
    return file.id;
}

int64_t count_rows(struct db *db, const char *sql)
{
    AUTO_QUERY struct query q = db_query(db, sql);
    assert_true(query_next(&q));
    return column_int(&q);
}

void market_fill(struct db *db, struct arena *a)
{
    people_add(db, a);
    person_add(db, a, RINA, "rina", "reviewer");
    person_add(db, a, RUDI, "rudi", "reviewer");
    person_add(db, a, ADI, "adi", "admin");
    add_bundle(db, a, "wilayah", "published");
}

int market_begin(void **state)
{
    assert_ok(secret_use(SECRET));
    if (world_begin(state))
        return 1;
    struct world *w = *state;
    access_open();
    market_fill(w->db, &w->arena);
    return 0;
}

int market_end(void **state)
{
    access_close();
    int const rc = world_end(state);
    secret_close();
    return rc;
}
