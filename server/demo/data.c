#include "demo/data.h"

#include "base/arena.h"
#include "demo/history.h"
#include "domain/accounts/accounts.h"
#include "domain/bundles/changes.h"
#include "domain/clients/clients.h"
#include "domain/users/users.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

#define PUBLISHER "penerbit"
#define CONSUMER "siti"

static const struct user_new users[] = {
    { .username = "admin", .password = "simpul-demo-admin", .first_name = "Ayu",
      .last_name = "Lestari", .email = "admin@demo.example", .phone_number = "6281200000001",
      .role = "admin", .user_type = "penyedia" },
    { .username = "reviewer", .password = "simpul-demo-reviewer", .first_name = "Rina",
      .last_name = "Wulandari", .email = "reviewer@demo.example", .phone_number = "6281200000002",
      .role = "reviewer", .user_type = "penyedia" },
    { .username = PUBLISHER, .password = "simpul-demo-publisher", .first_name = "Putra",
      .last_name = "Nugraha", .email = "penerbit@demo.example", .phone_number = "6281200000003",
      .role = "publisher", .user_type = "penyedia" },
    { .username = "budi", .password = "simpul-demo-budi", .first_name = "Budi",
      .last_name = "Santoso", .email = "budi@demo.example", .phone_number = "6281200000004",
      .role = "member", .institution_name = "Dinas Komunikasi dan Informatika Kota Contoh",
      .institution_type = "Pemerintah Daerah" },
    { .username = CONSUMER, .password = "simpul-demo-siti", .first_name = "Siti",
      .last_name = "Rahmawati", .email = "siti@demo.example", .phone_number = "6281200000005",
      .role = "member" },
};
enum { USERS = sizeof users / sizeof users[0] };

static const struct {
    const char *kind, *id, *secret;
} clients[] = {
    { "internal", "demo-internal", "simpul-demo-internal" },
    { "partner", "demo-partner", "simpul-demo-partner" },
};
enum { CLIENTS = sizeof clients / sizeof clients[0] };

static const struct {
    const char *slug, *provider;
    const char *tags[BUNDLE_TAGS_MAX + 1];
    bool is_mocked;                     /* no upstream in Development */
} bundles[] = {
    { "wilayah", "Pusat Data Wilayah", { "wilayah", "referensi", "kependudukan" } },
    { "kalender", "Biro Kepegawaian", { "kalender", "hari-kerja", "referensi" } },
    { "identitas", "Pusat Layanan Identitas", { "identitas", "kependudukan", "pajak" } },
    { "perizinan", "Dinas Penanaman Modal", { "perizinan", "usaha" }, .is_mocked = true },
};
enum { BUNDLES = sizeof bundles / sizeof bundles[0], FILE_MAX = 256 * 1024 };

static enum err load_user(struct db *db, const struct user_new *wanted, int64_t now, int *made)
{
    AUTO_ARENA struct arena a = { 0 };
    struct account found;
    struct user_new user = *wanted;
    const char *id = NULL;
    enum err const e = account_find_login(db, &a, wanted->username, &found);
    if (e != NOT_FOUND)
        return e;
    user.is_demo = true;
    TRY(user_create(db, &a, &user, now, &id));
    ++*made;
    return OK;
}

static enum err load_clients(struct db *db, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    for (int i = 0; i < CLIENTS; i++)
        TRY(client_create_demo(tx.db, clients[i].kind, clients[i].id, clients[i].secret, now));
    return tx_commit(&tx);
}

static enum err read_file(struct arena *a, const char *path, char **out, size_t *size)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_because(INTERNAL, "cannot read %s", path);
    char *text = arena_alloc(a, FILE_MAX);
    *size = fread(text, 1, FILE_MAX, file);
    bool const is_whole = feof(file) && !ferror(file);
    fclose(file);
    *out = text;
    return is_whole ? OK : err_because(INTERNAL, "cannot read all of %s", path);
}

/* Both environments lead to the same data; the header tells them apart. */
static void fill_upstreams(struct arena *a, const struct config *config, const char *slug,
                           struct bundle_edit *edit)
{
    for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++) {
        edit->upstreams[e] = (struct upstream_change){
            .kind = UPSTREAM_SET,
            .upstream = {
                .url = arena_printf(a, "http://127.0.0.1:%d/%s", (int)config->demo_port, slug),
                .header_name = "X-Lingkungan",
                .connect_timeout_ms = UPSTREAM_CONNECT_MS,
                .answer_timeout_ms = UPSTREAM_ANSWER_MS,
            },
            .header_value = key_environment_name(e),
        };
    }
}

static enum err read_document(struct arena *a, const struct config *config, const char *slug,
                              struct document *out)
{
    char *text = NULL;
    size_t size = 0;
    struct finding fault;
    TRY(read_file(a, arena_printf(a, "%s/demo/%s.yaml", config->migrations_dir, slug), &text,
                  &size));
    return document_read(a, text, size, out, &fault);
}

static enum err load_bundle(const struct config *config, struct db *db, int i, int64_t now,
                            int *made)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *slug = bundles[i].slug, *id = NULL;
    struct bundle found;
    struct document d;
    struct account publisher;
    enum err const e = bundle_find(db, &a, slug, &found);
    if (e != NOT_FOUND)
        return e;
    TRY(account_find_login(db, &a, PUBLISHER, &publisher));
    struct actor const by = { .account_id = publisher.id, .now = now };
    TRY(read_document(&a, config, slug, &d));
    struct bundle_edit edit = {
        .bundle = { .slug = slug, .name = d.title, .summary = d.summary, .version = d.version,
                    .description = d.description, .provider = bundles[i].provider,
                    .limits = "{}" },
        .document = &d,
    };
    memcpy(edit.bundle.tags, bundles[i].tags, sizeof edit.bundle.tags);
    fill_upstreams(&a, config, slug, &edit);
    if (bundles[i].is_mocked)
        edit.upstreams[KEY_DEVELOPMENT] = (struct upstream_change){ .kind = UPSTREAM_NONE };
    TRY(bundle_create(db, &a, &edit, by, &id));
    TRY(bundle_publish(db, id, by));
    ++*made;
    return OK;
}

enum err demo_data_load(const struct config *config, struct db *db, int64_t now, int *made)
{
    for (int i = 0; i < USERS; i++)
        TRY(load_user(db, &users[i], now, made));
    TRY(load_clients(db, now));
    for (int i = 0; i < BUNDLES; i++)
        TRY(load_bundle(config, db, i, now, made));
    return demo_history_load(db, CONSUMER, now);
}
