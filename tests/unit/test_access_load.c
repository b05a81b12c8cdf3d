/* Many keys and grants at once: put into the tables, and loaded from a database at the start. */
#include "base/random.h"
#include "crypto/digest.h"
#include "domain/access/access.h"
#include "domain/access/target.h"
#include "domain/bundles/bundles.h"
#include "domain/keys/keys.h"
#include "domain/requests/requests.h"
#include "support/market.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { MANY = 700, BOTH = 1 << KEY_DEVELOPMENT | 1 << KEY_PRODUCTION };

/* More than are put under one lock and more than are read at a time. */
static struct many {
    char texts[MANY][KEY_TEXT_SIZE], accounts[MANY][ACCESS_ID_MAX + 1];
    struct access_key keys[2 * MANY];
    struct access_granted grants[2 * MANY];
} many;

static enum err gateway_says(const char *text)
{
    struct access_pass pass = { 0 };
    struct access_call c = { .key = text, .key_size = strlen(text), .environment = "development",
                             .environment_size = 11, .slug = "wilayah", .slug_size = 7,
                             .now = NOW };
    assert_true(ip_parse("192.0.2.1", 9, &c.ip));
    enum err const e = access_check(&c, &pass);
    if (!e)
        access_target_give(pass.target);
    return e;
}

/* Two by two they share an account. */
static void make_texts(void)
{
    for (int i = 0; i < MANY; i++) {
        key_format_new(KEY_DEVELOPMENT, many.texts[i]);
        snprintf(many.accounts[i], sizeof many.accounts[i], "usr_%d", i / 2);
    }
}

/* Each comes twice, and differs where it comes last. */
static void make_rows(const char *bundle_id)
{
    for (int i = 0; i < 2 * MANY; i++) {
        int const which = i % MANY;
        bool const is_last = i >= MANY;
        struct access_key *key = &many.keys[i];
        *key = (struct access_key){ .id = "key_1", .account = many.accounts[which] };
        digest_sha256(many.texts[which], strlen(many.texts[which]), key->digest);
        key->is_active = is_last && which % 3 > 0;
        key->allowed_ips = which % 3 == 2 ? "[\"10.0.0.0/8\"]" : "[]";
        many.grants[i] = (struct access_granted){
            .account = many.accounts[which], .bundle_id = bundle_id, .environments = BOTH,
            .state = is_last && which / 2 % 2 ? GRANT_APPROVED : GRANT_REVOKED,
        };
    }
}

static void assert_rows_hold(void)
{
    static const enum err of_grant[] = { ACCESS_REVOKED, OK };
    for (int i = 0; i < MANY; i++) {
        enum err const of[] = { KEY_INACTIVE, of_grant[i / 2 % 2], IP_NOT_ALLOWED };
        assert_err(of[i % 3], gateway_says(many.texts[i]));
    }
    assert_int_equal(access_size().keys, MANY);
    assert_int_equal(access_size().grants, MANY / 2);
}

static const char *bundle_of(struct world *w)
{
    struct bundle bundle;
    assert_ok(bundle_find(w->db, &w->arena, "wilayah", &bundle));
    return bundle.id;
}

static void what_is_put_at_once_is_as_if_put_one_by_one(void **state)
{
    make_texts();
    make_rows(bundle_of(*state));
    access_keys_put(many.keys, 2 * (size_t)MANY);
    access_grants_put(many.grants, 2 * (size_t)MANY);
    assert_rows_hold();
    access_keys_put(many.keys, 0);
    access_grants_put(many.grants, 0);
    assert_rows_hold();
}

static void *put_keys(void *context)
{
    (void)context;
    for (int round = 0; round < 20; round++)
        access_keys_put(many.keys, 2 * (size_t)MANY);
    return NULL;
}

static void *put_grants(void *context)
{
    (void)context;
    for (int round = 0; round < 20; round++)
        access_grants_put(many.grants, 2 * (size_t)MANY);
    return NULL;
}

static void keys_and_grants_may_be_put_side_by_side(void **state)
{
    static void *(*const put[])(void *) = { put_keys, put_grants };
    pthread_t threads[2];
    make_texts();
    make_rows(bundle_of(*state));
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, put[i], NULL), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_rows_hold();
}

/* What a database may say of a member, and what follows from it for a call. */
static const struct situation {
    enum err expected;
    const char *request, *environments, *allowed_ips;
    bool is_inactive, was_revoked_before;
    int expires_in;
} situations[] = {
    { .expected = OK, .request = "approved" },
    { .expected = OK, .request = "approved", .was_revoked_before = true, .expires_in = 1 },
    { .expected = ACCESS_REVOKED, .request = "revoked", .was_revoked_before = true },
    { .expected = ACCESS_NOT_APPROVED, .request = "submitted" },
    { .expected = ACCESS_NOT_APPROVED, .request = "rejected" },
    { .expected = ACCESS_REVOKED, .request = "withdrawn", .was_revoked_before = true },
    { .expected = ACCESS_NOT_APPROVED, .request = "approved", .environments = "[\"production\"]" },
    { .expected = KEY_INACTIVE, .request = "approved", .is_inactive = true },
    { .expected = KEY_EXPIRED, .request = "approved", .expires_in = -1 },
    { .expected = IP_NOT_ALLOWED, .request = "approved", .allowed_ips = "[\"10.0.0.0/8\"]" },
};
enum { SITUATIONS = sizeof situations / sizeof situations[0] };

static void insert_request(struct world *w, const char *account, const char *status,
                           const char *environments, const char *letter)
{
    assert_ok(db_run(w->db, "INSERT INTO requests (id, account_id, bundle_id, status,"
                            " application_name, purpose, letter_file_id, environments, created_at,"
                            " updated_at) VALUES ($1, $2, $3, $4, 'Uji', '', $5, $6, $7, $7)",
                     TEXT(id_new(&w->arena, "req")), TEXT(account), TEXT(bundle_of(w)),
                     TEXT(status), TEXT(letter), TEXT(environments), INT(NOW)));
}

static void insert_key(struct world *w, const struct situation *s, const char *account,
                       const char *text, const char *previous)
{
    unsigned char digest[32], of_previous[32];
    digest_sha256(text, strlen(text), digest);
    digest_sha256(previous, strlen(previous), of_previous);
    assert_ok(db_run(w->db, "INSERT INTO keys (id, account_id, label, environment, head, digest,"
                            " previous_digest, previous_until, is_active, allowed_ips, expires_at,"
                            " created_at, updated_at) VALUES ($1, $2, 'Uji', 'development', '',"
                            " $3, $4, $5, $6, $7, $8, $9, $9)",
                     TEXT(id_new(&w->arena, "key")), TEXT(account), BLOB(digest, sizeof digest),
                     BLOB(of_previous, sizeof of_previous), INT(NOW + 60), INT(!s->is_inactive),
                     TEXT(s->allowed_ips ? s->allowed_ips : "[]"),
                     TIME(s->expires_in ? NOW + s->expires_in : 0), INT(NOW)));
}

static void insert_member(struct world *w, const struct situation *s, const char *letter, int i)
{
    const char *account = id_new(&w->arena, "usr");
    const char *environments = s->environments ? s->environments : "[\"development\"]";
    assert_ok(db_run(w->db, "INSERT INTO accounts (id, username, username_key, password_hash,"
                            " first_name, last_name, email, email_index, role, user_type, status,"
                            " created_at, updated_at, password_changed_at) VALUES ($1, $1, $1, '',"
                            " '', '', '', $1, 'member', 'non_penyedia', 'active', $2, $2, $2)",
                     TEXT(account), INT(NOW)));
    if (s->was_revoked_before)
        insert_request(w, account, "revoked", environments, letter);
    insert_request(w, account, s->request, environments, letter);
    insert_key(w, s, account, many.texts[i], many.texts[i + 1]);
}

static void *load_grants(void *context)
{
    struct world *w = context;
    return (void *)(intptr_t)grants_load_access(w->db);
}

/* As the program does when it starts. */
static void load(struct world *w)
{
    pthread_t thread;
    void *e = NULL;
    access_close();
    assert_ok(bundles_load_access(w->db));
    assert_int_equal(pthread_create(&thread, NULL, load_grants, w), 0);
    assert_ok(keys_load_access(w->db));
    pthread_join(thread, &e);
    assert_null(e);
}

/* Every second text is the one that a key had before. */
static void the_gateway_is_told_of_many_members_as_the_database_has_them(void **state)
{
    struct world *w = *state;
    const char *letter = add_letter(w->db, &w->arena, ALICE, "surat.pdf");
    make_texts();
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    struct world within = *w;
    within.db = tx.db;
    for (int i = 0; i < MANY; i += 2)
        insert_member(&within, &situations[i / 2 % SITUATIONS], letter, i);
    w->arena = within.arena;
    assert_ok(tx_commit(&tx));
    load(w);
    assert_int_equal(access_size().keys, MANY);
    for (int i = 0; i < MANY; i++) {
        const struct situation *s = &situations[i / 2 % SITUATIONS];
        bool const is_replaced = i % 2;
        assert_err(is_replaced && s->expected == KEY_EXPIRED ? OK : s->expected,
                   gateway_says(many.texts[i]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_market(what_is_put_at_once_is_as_if_put_one_by_one),
        in_a_market(keys_and_grants_may_be_put_side_by_side),
        in_a_market(the_gateway_is_told_of_many_members_as_the_database_has_them),
    };
    return cmocka_run_group_tests_name("access_load", tests, NULL, NULL);
}
