/* The demo data: once, and never over what somebody changed; and its documents tell the truth. */
#include "base/text.h"
#include "crypto/password.h"
#include "crypto/secret.h"
#include "demo/data.h"
#include "demo/demo.h"
#include "domain/access/access.h"
#include "domain/accounts/accounts.h"
#include "domain/bundles/changes.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/versions.h"
#include "domain/clients/clients.h"
#include "domain/usage/figures.h"
#include "support/world.h"

#include <string.h>

static struct config config;

static int begin(void **state)
{
    int const rc = world_begin(state);
    struct world *w = *state;
    assert_ok(secret_use("1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"));
    assert_ok(config_read(&w->arena, NULL, &config));
    access_open();
    return rc;
}

static int end(void **state)
{
    access_close();
    password_stop();
    return world_end(state);
}

static int loaded(struct world *w)
{
    int made = 0;
    assert_ok(demo_data_load(&config, w->db, NOW, &made));
    return made;
}

static void everything_is_made_once(void **state)
{
    struct world *w = *state;
    struct account budi;
    struct client client;
    bool is_right = false;
    assert_int_equal(loaded(w), 9);
    assert_int_equal(loaded(w), 0);
    assert_ok(account_find_login(w->db, &w->arena, "budi", &budi));
    assert_string_equal(budi.role, "member");
    assert_string_equal(budi.status, "active");
    assert_true(budi.is_demo);
    assert_ok(password_verify("simpul-demo-budi", budi.password_hash, &is_right));
    assert_true(is_right);
    assert_ok(client_check(w->db, &w->arena, "internal", "demo-internal", "simpul-demo-internal",
                           &client));
    assert_ok(client_check(w->db, &w->arena, "partner", "demo-partner", "simpul-demo-partner",
                           &client));
}

static void what_was_changed_since_stays_changed(void **state)
{
    struct world *w = *state;
    struct actor const by = { .now = NOW };
    struct bundle b;
    struct account budi;
    loaded(w);
    assert_ok(bundle_find(w->db, &w->arena, "wilayah", &b));
    struct bundle_edit edit = { .bundle = b };
    edit.bundle.name = "Nama Lain";
    assert_ok(bundle_update(w->db, &w->arena, &edit, by));
    assert_ok(bundle_find(w->db, &w->arena, "kalender", &b));
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(bundle_retire(tx.db, b.id, by));
    assert_ok(tx_commit(&tx));
    assert_ok(account_find_login(w->db, &w->arena, "budi", &budi));
    assert_ok(account_set_role(w->db, budi.id, "reviewer", NOW));

    assert_int_equal(loaded(w), 0);
    assert_ok(bundle_find(w->db, &w->arena, "wilayah", &b));
    assert_string_equal(b.name, "Nama Lain");
    assert_ok(bundle_find(w->db, &w->arena, "kalender", &b));
    assert_string_equal(b.status, "retired");
    assert_ok(account_find_login(w->db, &w->arena, "budi", &budi));
    assert_string_equal(budi.role, "reviewer");
}

static int64_t sum_of(struct db *db, const char *sql)
{
    AUTO_QUERY struct query q = db_query(db, sql);
    assert_true(query_next(&q));
    return column_int(&q);
}

static void publishers_see_two_weeks_of_calls_to_their_bundles_once(void **state)
{
    struct world *w = *state;
    struct account publisher;
    struct usage_series series;
    loaded(w);
    assert_ok(account_find_login(w->db, &w->arena, "penerbit", &publisher));
    struct usage_ask const ask = { .publisher_id = publisher.id, .from = NOW - 15 * 86400,
                                   .to = NOW, .step = USAGE_DAY };
    assert_ok(usage_over_time(w->db, &w->arena, &ask, &series));
    int64_t const calls = series.totals.calls;
    assert_true(calls > 10000 && series.totals.errors > 100);
    assert_true(series.totals.p99_us > series.totals.p50_us);
    assert_int_equal(sum_of(w->db, "SELECT sum(calls) FROM usage_hours"), calls);

    loaded(w);
    assert_int_equal(sum_of(w->db, "SELECT sum(calls) FROM usage_days"), calls);
    assert_int_equal(sum_of(w->db, "SELECT count(*) FROM keys"), KEY_ENVIRONMENTS);
}

static void a_key_with_calls_was_used_and_made_before_them(void **state)
{
    struct world *w = *state;
    loaded(w);
    assert_int_equal(sum_of(w->db, "SELECT count(*) FROM keys WHERE last_used_at IS NOT NULL"),
                     KEY_ENVIRONMENTS);
    int64_t const last = sum_of(w->db, "SELECT max(last_used_at) FROM keys");
    assert_true(last <= NOW && last > NOW - 86400);
    assert_true(sum_of(w->db, "SELECT max(created_at) FROM keys")
                < sum_of(w->db, "SELECT min(at) FROM usage_hours"));
}

/* provinsi/:kode becomes /provinsi/{kode}. */
static const char *with_braces(struct arena *a, const char *path)
{
    const char *out = "";
    char *rest = arena_copy(a, path);
    for (char *part = strtok_r(rest, "/", &rest); part; part = strtok_r(NULL, "/", &rest))
        out = *part == ':' ? arena_printf(a, "%s/{%s}", out, part + 1)
                           : arena_printf(a, "%s/%s", out, part);
    return out;
}

/* /wilayah/… by the document of wilayah. */
static bool is_documented(struct world *w, const struct route *route)
{
    struct bundle b;
    struct endpoints endpoints;
    size_t const size = strcspn(route->path + 1, "/");
    const char *slug = arena_printf(&w->arena, "%.*s", (int)size, route->path + 1);
    const char *path = with_braces(&w->arena, route->path + 1 + size);
    assert_ok(bundle_find(w->db, &w->arena, slug, &b));
    assert_ok(endpoints_of(w->db, &w->arena, b.version_id, 0, 100, &endpoints));
    for (int i = 0; i < endpoints.count; i++) {
        if (text_is(endpoints.items[i].path, path)
            && text_is(endpoints.items[i].method, route->method))
            return true;
    }
    print_error("%s %s is not documented\n", route->method, route->path);
    return false;
}

static void the_documents_describe_every_route_and_no_other(void **state)
{
    struct world *w = *state;
    int described = 0;
    static const char *const slugs[] = { "wilayah", "kalender", "identitas", NULL };
    loaded(w);
    for (const char *const *slug = slugs; *slug; slug++) {
        struct bundle b;
        struct endpoints endpoints;
        assert_ok(bundle_find(w->db, &w->arena, *slug, &b));
        assert_string_equal(b.status, "published");
        assert_true(b.has_development && b.has_production && b.tags[0] && *b.description);
        assert_ok(endpoints_of(w->db, &w->arena, b.version_id, 0, 100, &endpoints));
        described += endpoints.total;
    }
    assert_int_equal(described, demo_route_count);
    for (int i = 0; i < demo_route_count; i++)
        assert_true(is_documented(w, &demo_routes[i]));
}

static void the_documents_leave_nothing_to_warn_of(void **state)
{
    struct world *w = *state;
    static const char *const slugs[] = { "wilayah", "kalender", "identitas",
                                         "perizinan", NULL };
    loaded(w);
    for (const char *const *slug = slugs; *slug; slug++) {
        struct bundle b;
        struct document d;
        struct finding fault;
        const char *text = NULL;
        assert_ok(bundle_find(w->db, &w->arena, *slug, &b));
        struct version v;
        assert_ok(version_find(w->db, &w->arena, b.id, NULL, &v));
        assert_ok(version_document(w->db, &w->arena, &v, &text));
        assert_ok(document_read(&w->arena, text, strlen(text), &d, &fault));
        assert_int_equal(d.warning_count, 0);
    }
}

#define with_demo(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_demo(everything_is_made_once),
        with_demo(what_was_changed_since_stays_changed),
        with_demo(publishers_see_two_weeks_of_calls_to_their_bundles_once),
        with_demo(a_key_with_calls_was_used_and_made_before_them),
        with_demo(the_documents_describe_every_route_and_no_other),
        with_demo(the_documents_leave_nothing_to_warn_of),
    };
    return cmocka_run_group_tests_name("demo data", tests, NULL, NULL);
}
