#include "base/clock.h"
#include "crypto/digest.h"
#include "domain/access/access.h"
#include "domain/access/target.h"
#include "domain/audit/audit.h"
#include "domain/bundles/bundles.h"
#include "domain/keys/keys.h"
#include "domain/users/users.h"
#include "support/market.h"

#include <pthread.h>
#include <string.h>

/* A market whose bundle Alice may call. */
static int begin(void **state)
{
    if (market_begin(state))
        return 1;
    struct world *w = *state;
    struct bundle bundle;
    assert_ok(bundle_find(w->db, &w->arena, "wilayah", &bundle));
    access_grant_put(ALICE, bundle.id, GRANT_APPROVED,
                     1u << KEY_DEVELOPMENT | 1u << KEY_PRODUCTION);
    return 0;
}

static const struct key_caller alice = { .account_id = ALICE, .ip = "10.0.0.1", .now = NOW };
static const struct key_caller bob = { .account_id = BOB, .ip = "10.0.0.2", .now = NOW };
static const struct key_caller adi = { .account_id = ADI, .ip = "10.0.0.3", .now = NOW };

static struct api_key create(struct world *w, const struct key_form *form,
                             char text[static KEY_TEXT_SIZE])
{
    struct api_key key;
    assert_ok(api_key_create(w->db, &w->arena, &alice, form, &key, text));
    return key;
}

static const struct key_form plain = { .label = "Uji", .environment = KEY_DEVELOPMENT,
                                       .allowed_ips = "[]" };

/* What the gateway says of this key in this second. */
static enum err call_at(const char *text, const char *ip, int64_t now)
{
    struct access_pass pass = { 0 };
    struct access_call c = { .key = text, .key_size = strlen(text), .environment = "development",
                             .environment_size = 11, .slug = "wilayah", .slug_size = 7,
                             .now = now };
    assert_true(ip_parse(ip, strlen(ip), &c.ip));
    enum err const e = access_check(&c, &pass);
    if (!e)
        access_target_give(pass.target);
    return e;
}

static enum err gateway_says(const char *text)
{
    return call_at(text, "192.0.2.1", NOW);
}

static void a_key_works_at_once_and_is_kept_as_a_digest(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, text);
    assert_ok(gateway_says(text));
    assert_true(key.is_active);
    assert_true(strncmp(text, key.head, strlen(key.head)) == 0);
    AUTO_QUERY struct query q = db_query(w->db,
        "SELECT digest FROM keys WHERE instr(label || head || allowed_ips, $1) = 0",
        TEXT(text));
    unsigned char digest[DIGEST_BYTES];
    size_t size = 0;
    digest_sha256(text, strlen(text), digest);
    assert_true(query_next(&q));
    assert_memory_equal(column_blob(&q, &w->arena, &size), digest, sizeof digest);
}

static void another_members_key_cannot_be_touched(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE], fresh[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, text);
    struct api_key found;
    struct api_keys all;
    assert_err(NOT_FOUND, api_key_find(w->db, &w->arena, BOB, key.id, &found));
    assert_err(NOT_FOUND, api_key_update(w->db, &bob, key.id,
                                         &(struct key_change){ .label = "B" }));
    assert_err(NOT_FOUND, api_key_activate(w->db, &bob, key.id));
    assert_err(NOT_FOUND, api_key_deactivate(w->db, &bob, key.id));
    assert_err(NOT_FOUND, api_key_rotate(w->db, &bob, key.id, 0, fresh));
    assert_err(NOT_FOUND, api_key_delete(w->db, &bob, key.id));
    assert_ok(keys_of(w->db, &w->arena, BOB, NULL, 10, &all));
    assert_int_equal(all.count, 0);
    assert_ok(gateway_says(text));
}

static void a_deactivated_key_is_refused_from_the_next_call(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, text);
    assert_ok(api_key_deactivate(w->db, &alice, key.id));
    assert_err(KEY_INACTIVE, gateway_says(text));
    assert_ok(api_key_deactivate(w->db, &alice, key.id));
    assert_ok(api_key_activate(w->db, &alice, key.id));
    assert_ok(gateway_says(text));
}

static void an_active_key_cannot_be_deleted(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, text);
    assert_err(KEY_ACTIVE, api_key_delete(w->db, &alice, key.id));
    assert_ok(api_key_deactivate(w->db, &alice, key.id));
    assert_ok(api_key_delete(w->db, &alice, key.id));
    assert_err(KEY_UNKNOWN, gateway_says(text));
    assert_err(NOT_FOUND, api_key_delete(w->db, &alice, key.id));
}

static void an_account_holds_so_many_keys_and_no_more(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct api_key key;
    for (int i = 0; i < KEYS_PER_ACCOUNT_MAX; i++)
        create(w, &plain, text);
    assert_err(KEYS_FULL, api_key_create(w->db, &w->arena, &alice, &plain, &key, text));
    assert_ok(api_key_create(w->db, &w->arena, &bob, &plain, &key, text));
}

static void a_key_ends_when_it_expires_and_works_where_it_may(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct key_form form = plain;
    form.expires_at = NOW + 60;
    form.allowed_ips = "[\"192.0.2.0/24\",\"2001:db8::/32\"]";
    struct api_key const key = create(w, &form, text);
    assert_ok(call_at(text, "192.0.2.9", NOW + 59));
    assert_ok(call_at(text, "2001:db8::7", NOW));
    assert_err(IP_NOT_ALLOWED, call_at(text, "198.51.100.1", NOW));
    assert_err(KEY_EXPIRED, call_at(text, "192.0.2.9", NOW + 60));
    assert_ok(api_key_update(w->db, &alice, key.id, &(struct key_change){
        .has_expiry = true, .allowed_ips = "[]" }));
    assert_ok(call_at(text, "198.51.100.1", NOW + 60));
}

static void a_rotated_key_keeps_its_old_text_for_the_grace_time(void **state)
{
    struct world *w = *state;
    char old[KEY_TEXT_SIZE], fresh[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, old);
    assert_ok(api_key_rotate(w->db, &alice, key.id, 60, fresh));
    assert_ok(call_at(old, "192.0.2.1", NOW + 59));
    assert_err(KEY_EXPIRED, call_at(old, "192.0.2.1", NOW + 60));
    assert_ok(call_at(fresh, "192.0.2.1", NOW + 60));
    assert_ok(keys_end_grace(w->db, NOW + 59));
    assert_ok(call_at(old, "192.0.2.1", NOW + 59));
    assert_ok(keys_end_grace(w->db, NOW + 60));
    assert_err(KEY_UNKNOWN, gateway_says(old));
    assert_ok(gateway_says(fresh));
}

static void a_rotation_without_grace_ends_the_old_text_at_once(void **state)
{
    struct world *w = *state;
    char first[KEY_TEXT_SIZE], second[KEY_TEXT_SIZE], third[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, first);
    assert_ok(api_key_rotate(w->db, &alice, key.id, 600, second));
    assert_ok(api_key_rotate(w->db, &alice, key.id, 0, third));
    assert_err(KEY_UNKNOWN, gateway_says(first));
    assert_err(KEY_UNKNOWN, gateway_says(second));
    assert_ok(gateway_says(third));
}

static void a_grace_never_outlives_the_key(void **state)
{
    struct world *w = *state;
    char old[KEY_TEXT_SIZE], fresh[KEY_TEXT_SIZE];
    struct key_form form = plain;
    form.expires_at = NOW + 30;
    struct api_key const key = create(w, &form, old);
    assert_ok(api_key_rotate(w->db, &alice, key.id, 600, fresh));
    assert_err(KEY_EXPIRED, call_at(old, "192.0.2.1", NOW + 30));
    assert_err(KEY_EXPIRED, call_at(fresh, "192.0.2.1", NOW + 30));
}

static void deactivation_and_deletion_take_the_old_text_along(void **state)
{
    struct world *w = *state;
    char old[KEY_TEXT_SIZE], fresh[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, old);
    assert_ok(api_key_rotate(w->db, &alice, key.id, 600, fresh));
    assert_ok(api_key_deactivate(w->db, &alice, key.id));
    assert_err(KEY_INACTIVE, gateway_says(old));
    assert_ok(api_key_delete(w->db, &alice, key.id));
    assert_err(KEY_UNKNOWN, gateway_says(old));
    assert_err(KEY_UNKNOWN, gateway_says(fresh));
}

static void what_an_admin_blocked_only_an_admin_activates(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, text);
    assert_ok(api_key_block(w->db, &adi, key.id, "Bocor di repositori publik"));
    assert_err(KEY_INACTIVE, gateway_says(text));
    assert_err(FORBIDDEN, api_key_activate(w->db, &alice, key.id));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM notifications WHERE account_id = '"
                                       ALICE "' AND kind = 'key.deactivated'"), 1);
    assert_ok(api_key_unblock(w->db, &adi, key.id));
    assert_ok(gateway_says(text));
}

static void the_gateway_learns_all_keys_at_start(void **state)
{
    struct world *w = *state;
    char active[KEY_TEXT_SIZE], inactive[KEY_TEXT_SIZE], old[KEY_TEXT_SIZE], fresh[KEY_TEXT_SIZE];
    create(w, &plain, active);
    assert_ok(api_key_deactivate(w->db, &alice, create(w, &plain, inactive).id));
    assert_ok(api_key_rotate(w->db, &alice, create(w, &plain, old).id, 60, fresh));
    access_close();
    assert_err(KEY_UNKNOWN, gateway_says(active));
    assert_ok(keys_load_access(w->db));
    assert_int_equal(access_size().keys, 4);
    assert_err(KEY_INACTIVE, gateway_says(inactive));
    assert_err(KEY_EXPIRED, call_at(old, "192.0.2.1", NOW + 60));
    assert_err(BUNDLE_UNKNOWN, gateway_says(active));       /* bundles are loaded elsewhere */
}

static void a_suspension_outlasts_a_restart(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    create(w, &plain, text);
    struct user_change change = { .id = ALICE, .status = "suspended" };
    assert_ok(user_change(w->db, &w->arena, &change, NOW));
    assert_err(KEY_INACTIVE, gateway_says(text));
    access_close();
    assert_ok(users_load_access(w->db));
    assert_ok(keys_load_access(w->db));
    assert_err(KEY_INACTIVE, gateway_says(text));
    change.status = "active";
    assert_ok(user_change(w->db, &w->arena, &change, NOW));
    assert_err(BUNDLE_UNKNOWN, gateway_says(text));         /* bundles are loaded elsewhere */
}

static void the_last_use_is_noted(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct api_key key = create(w, &plain, text);
    assert_ok(keys_note_uses(w->db, NOW));
    assert_ok(call_at(text, "192.0.2.1", NOW + 5));
    assert_ok(call_at(text, "192.0.2.2", NOW + 7));
    assert_ok(keys_note_uses(w->db, NOW + 8));
    assert_ok(api_key_find(w->db, &w->arena, ALICE, key.id, &key));
    assert_int_equal(key.last_used_at, NOW + 7);
    assert_string_equal(key.last_used_ip, "192.0.2.2");
}

struct switcher {
    struct world *w;
    const char *id;
    bool activates;
};

static void *flip(void *data)
{
    const struct switcher *s = data;
    for (int i = 0; i < 40; i++)
        assert_ok(s->activates ? api_key_activate(s->w->db, &alice, s->id)
                               : api_key_deactivate(s->w->db, &alice, s->id));
    return NULL;
}

static void memory_ends_as_the_database_ended(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    for (int round = 0; round < 5; round++) {
        struct api_key key = create(w, &plain, text);
        struct switcher switchers[4];
        pthread_t threads[4];
        for (int i = 0; i < 4; i++) {
            switchers[i] = (struct switcher){ w, key.id, i % 2 == 0 };
            pthread_create(&threads[i], NULL, flip, &switchers[i]);
        }
        for (int i = 0; i < 4; i++)
            pthread_join(threads[i], NULL);
        assert_ok(api_key_find(w->db, &w->arena, ALICE, key.id, &key));
        assert_err(key.is_active ? OK : KEY_INACTIVE, gateway_says(text));
    }
}

static void every_change_is_audited(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct api_key const key = create(w, &plain, text);
    assert_ok(api_key_rotate(w->db, &alice, key.id, 0, text));
    assert_ok(api_key_update(w->db, &alice, key.id, &(struct key_change){ .label = "Baru" }));
    assert_ok(api_key_deactivate(w->db, &alice, key.id));
    assert_ok(api_key_delete(w->db, &alice, key.id));
    struct audit_rows rows;
    assert_ok(audit_list(w->db, &w->arena, &(struct audit_filter){ .subject = key.id }, 10, &rows));
    assert_int_equal(rows.count, 5);
    assert_string_equal(rows.items[0].action, "key.delete");
    assert_string_equal(rows.items[4].action, "key.create");
}

#define with_access(test) cmocka_unit_test_setup_teardown(test, begin, market_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_access(a_key_works_at_once_and_is_kept_as_a_digest),
        with_access(another_members_key_cannot_be_touched),
        with_access(a_deactivated_key_is_refused_from_the_next_call),
        with_access(an_active_key_cannot_be_deleted),
        with_access(an_account_holds_so_many_keys_and_no_more),
        with_access(a_key_ends_when_it_expires_and_works_where_it_may),
        with_access(a_rotated_key_keeps_its_old_text_for_the_grace_time),
        with_access(a_rotation_without_grace_ends_the_old_text_at_once),
        with_access(a_grace_never_outlives_the_key),
        with_access(deactivation_and_deletion_take_the_old_text_along),
        with_access(what_an_admin_blocked_only_an_admin_activates),
        with_access(the_gateway_learns_all_keys_at_start),
        with_access(a_suspension_outlasts_a_restart),
        with_access(the_last_use_is_noted),
        with_access(memory_ends_as_the_database_ended),
        with_access(every_change_is_audited),
    };
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
