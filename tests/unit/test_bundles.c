/* Bundles: how they are found, what becomes of them, and what the gateway is told. */
#include "crypto/digest.h"
#include "domain/access/access.h"
#include "domain/access/target.h"
#include "domain/bundles/changes.h"
#include "domain/bundles/search.h"
#include "support/market.h"

#include <string.h>

static const struct actor publisher = { .account_id = ADI, .ip = "10.0.0.1", .now = NOW };

static struct bundle_edit edit_of(const char *slug, const char *name, const char *summary)
{
    struct upstream_change const upstream = { .kind = UPSTREAM_SET, .upstream = {
        .url = "http://127.0.0.1:9/v1", .header_name = "X-Rahasia", .connect_timeout_ms = 100,
        .answer_timeout_ms = 200 }, .header_value = "sangat rahasia" };
    return (struct bundle_edit){
        .bundle = { .slug = slug, .name = name, .summary = summary, .description = "",
                    .provider = "", .version = "1", .limits = "{}" },
        .upstreams = { upstream, upstream } };
}

static const char *draft(struct world *w, const char *slug, const char *name, const char *summary,
                         const char *tag)
{
    const char *id = NULL;
    struct bundle_edit edit = edit_of(slug, name, summary);
    edit.bundle.tags[0] = tag;
    assert_ok(bundle_create(w->db, &w->arena, &edit, publisher, &id));
    return id;
}

static const char *published(struct world *w, const char *slug, const char *name,
                             const char *summary, const char *tag)
{
    const char *id = draft(w, slug, name, summary, tag);
    assert_ok(bundle_publish(w->db, id, publisher));
    return id;
}

static enum err retire(struct world *w, const char *id)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, w->db));
    TRY(bundle_retire(tx.db, id, publisher));
    TRY(tx_commit(&tx));
    return bundle_expose(w->db, id);
}

/* The slugs found, parted by blanks. */
static const char *found(struct world *w, struct bundle_search search)
{
    struct bundles list;
    const char *slugs = "";
    search.limit = search.limit ? search.limit : 20;
    assert_ok(bundles_search(w->db, &w->arena, &search, &list));
    for (int i = 0; i < list.count; i++)
        slugs = arena_printf(&w->arena, "%s%s%s", slugs, *slugs ? " " : "", list.items[i].slug);
    return slugs;
}

#define FOUND(w, expected, ...) \
    assert_string_equal(expected, found((w), (struct bundle_search){ __VA_ARGS__ }))

static void make_three(struct world *w)
{
    published(w, "pajak", "Pajak Daérah", "Bumi dan bangunan", "Keuangan Daerah");
    published(w, "penduduk", "Data Penduduk", "Pencatatan sipil daerah", "kependudukan");
    published(w, "cuaca", "Prakiraan Cuaca", "Hujan, angin, gelombang", "keuangan-daerah");
}

static void words_are_found_by_their_beginnings_in_any_order(void **state)
{
    struct world *w = *state;
    make_three(w);
    FOUND(w, "penduduk pajak cuaca", .q = "DAERAH");
    FOUND(w, "pajak", .q = "bang paj");
    FOUND(w, "penduduk", .q = "  sip   pend ");
    FOUND(w, "pajak", .q = "daér bumi");
    FOUND(w, "", .q = "ajak");
    FOUND(w, "", .q = "pajak cuaca");
    FOUND(w, "cuaca", .q = "gelombang, hujan!");
}

static void signs_alone_search_for_nothing(void **state)
{
    struct world *w = *state;
    make_three(w);
    FOUND(w, "penduduk pajak cuaca wilayah", .q = "%_'\"*", .limit = 50);
    FOUND(w, "", .q = "pajak' OR 1=1");
    FOUND(w, "", .q = "#keuangan x");
    FOUND(w, "", .q = "=draft x");
}

static void a_tag_is_found_as_a_whole(void **state)
{
    struct world *w = *state;
    make_three(w);
    FOUND(w, "pajak cuaca", .tag = "keuangan-daerah");
    FOUND(w, "pajak cuaca", .tag = "Keuangan  DAERAH");
    FOUND(w, "", .tag = "keuangan");
    FOUND(w, "cuaca", .tag = "keuangan-daerah", .q = "angin");
    FOUND(w, "pajak cuaca", .q = "keuangan");
}

static void tags_count_what_is_listed(void **state)
{
    struct world *w = *state;
    struct tags tags;
    make_three(w);
    draft(w, "draf", "Draf", "", "kependudukan");
    assert_ok(tags_of_all(w->db, &w->arena, &tags));
    assert_int_equal(tags.count, 2);
    assert_string_equal(tags.items[0].tag, "kependudukan");
    assert_int_equal(tags.items[0].bundles, 1);
    assert_int_equal(tags.items[1].bundles, 2);

    struct bundle b;
    assert_ok(bundle_find(w->db, &w->arena, "pajak", &b));
    assert_ok(retire(w, b.id));
    struct bundle_edit edit = edit_of("penduduk", "Data Penduduk", "");
    assert_ok(bundle_find(w->db, &w->arena, "penduduk", &b));
    edit.bundle.id = b.id;
    edit.bundle.tags[0] = "baru";
    assert_ok(bundle_update(w->db, &w->arena, &edit, publisher));
    assert_ok(tags_of_all(w->db, &w->arena, &tags));
    assert_int_equal(tags.count, 2);
    assert_string_equal(tags.items[0].tag, "baru");
    assert_int_equal(tags.items[1].bundles, 1);
}

static void pages_follow_each_other_without_gap_or_repeat(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 25; i++) {
        const char *slug = arena_printf(&w->arena, "b%02d", (i * 7) % 25);
        struct actor const then = { .now = NOW + i };
        const char *id = draft(w, slug, "Sama", "", NULL);
        assert_ok(bundle_publish(w->db, id, then));
    }
    for (int way = 0; way < 4; way++) {
        struct bundle_search search = { .q = way & 1 ? "sama" : NULL, .newest_first = way & 2,
                                        .limit = 10 };
        struct bundles page;
        int seen = 0, pages = 0;
        do {
            assert_ok(bundles_search(w->db, &w->arena, &search, &page));
            assert_int_equal(page.total, way & 1 ? 25 : 26);
            seen += page.count;
            search.cursor = page.next_cursor;
            pages++;
        } while (page.next_cursor);
        assert_int_equal(seen, way & 1 ? 25 : 26);
        assert_int_equal(pages, 3);
    }
}

static void a_cursor_from_elsewhere_is_refused(void **state)
{
    struct world *w = *state;
    static const char *const bad[] = { "x", "!!!", "YWJj", "YQpiCg==\n", NULL };
    for (const char *const *cursor = bad; *cursor; cursor++) {
        struct bundle_search const search = { .cursor = *cursor, .limit = 5,
                                              .newest_first = true };
        struct bundles page;
        assert_err(BAD_INPUT, bundles_search(w->db, &w->arena, &search, &page));
    }
}

static void common_words_are_found_by_walking(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 520; i++) {
        const char *slug = arena_printf(&w->arena, "b%03d", i);
        published(w, slug, slug, i % 100 == 3 ? "umum jarang" : "umum", "semua");
    }
    FOUND(w, "b003 b103", .q = "um jar", .tag = "semua", .limit = 2);
    FOUND(w, "b000 b001", .q = "um", .limit = 2);
    struct bundle_search const search = { .q = "umum", .limit = 5 };
    struct bundles page;
    assert_ok(bundles_search(w->db, &w->arena, &search, &page));
    assert_int_equal(page.total, -1);
    assert_non_null(page.next_cursor);
}

static void members_find_no_draft_and_nothing_retired(void **state)
{
    struct world *w = *state;
    draft(w, "draf", "Serupa", "", NULL);
    const char *old = published(w, "usai", "Serupa", "", NULL);
    published(w, "ada", "Serupa", "", NULL);
    assert_ok(retire(w, old));
    FOUND(w, "ada", .q = "serupa");
    FOUND(w, "draf usai ada", .q = "serupa", .lists_all = true);
    FOUND(w, "draf", .q = "serupa", .lists_all = true, .status = "draft");
    FOUND(w, "usai", .lists_all = true, .status = "retired");
}

static enum err check(struct access_pass *pass, const char *key, const char *slug)
{
    struct access_call const call = { .key = key, .key_size = strlen(key), .now = NOW,
        .environment = "development", .environment_size = strlen("development"), .slug = slug,
        .slug_size = strlen(slug) };
    return access_check(&call, pass);
}

static void the_gateway_knows_what_is_published_and_what_is_retired_at_once(void **state)
{
    struct world *w = *state;
    char text[KEY_TEXT_SIZE];
    struct access_key key = { .id = "key_1", .account = ALICE, .is_active = true };
    struct access_pass pass;
    key_format_new(KEY_DEVELOPMENT, text);
    digest_sha256(text, strlen(text), key.digest);
    access_key_put(&key);

    const char *id = draft(w, "baru", "Baru", "", NULL);
    access_grant_put(ALICE, id, GRANT_APPROVED, 1u << KEY_DEVELOPMENT);
    assert_err(BUNDLE_UNKNOWN, check(&pass, text, "baru"));
    assert_ok(bundle_publish(w->db, id, publisher));
    assert_ok(check(&pass, text, "baru"));
    assert_string_equal(pass.target->header_value, "sangat rahasia");
    assert_string_equal(pass.target->base_path, "/v1");
    access_target_give(pass.target);

    assert_ok(retire(w, id));
    assert_err(BUNDLE_UNKNOWN, check(&pass, text, "baru"));
    access_key_remove(key.digest);
}

static void the_injected_headers_value_is_not_readable_in_the_database(void **state)
{
    struct world *w = *state;
    draft(w, "baru", "Baru", "", NULL);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM bundle_upstreams"
                                       " WHERE header_value LIKE '%rahasia%'"), 0);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM bundle_upstreams"
                                       " WHERE header_value IS NOT NULL"), 2);
}

static void a_kept_header_survives_an_edit_and_another_replaces_it(void **state)
{
    struct world *w = *state;
    struct upstreams upstreams;
    char *value = NULL;
    struct bundle_edit edit = edit_of("baru", "Baru", "");
    edit.bundle.id = draft(w, "baru", "Baru", "", NULL);
    edit.upstreams[KEY_DEVELOPMENT].keeps_header = true;
    edit.upstreams[KEY_DEVELOPMENT].upstream.url = "http://127.0.0.1:9/v2";
    edit.upstreams[KEY_PRODUCTION].header_value = "lain";
    assert_ok(bundle_update(w->db, &w->arena, &edit, publisher));
    assert_ok(upstreams_of(w->db, &w->arena, edit.bundle.id, &upstreams));
    assert_string_equal(upstreams.of[KEY_DEVELOPMENT].url, "http://127.0.0.1:9/v2");
    assert_ok(upstream_header(&w->arena, edit.bundle.id, KEY_DEVELOPMENT,
                              &upstreams.of[KEY_DEVELOPMENT], &value));
    assert_string_equal(value, "sangat rahasia");
    assert_ok(upstream_header(&w->arena, edit.bundle.id, KEY_PRODUCTION,
                              &upstreams.of[KEY_PRODUCTION], &value));
    assert_string_equal(value, "lain");
}

static void states_follow_each_other_in_one_way_only(void **state)
{
    struct world *w = *state;
    const char *id = draft(w, "baru", "Baru", "", NULL);
    assert_err(BUNDLE_STATE, retire(w, id));
    assert_err(BUNDLE_STATE, bundle_deprecate(w->db, id, NOW + 9, publisher));
    assert_ok(bundle_publish(w->db, id, publisher));
    assert_err(BUNDLE_STATE, bundle_publish(w->db, id, publisher));
    assert_err(BUNDLE_STATE, bundle_delete(w->db, id, publisher));
    assert_ok(bundle_deprecate(w->db, id, NOW + 9, publisher));
    assert_ok(bundle_deprecate(w->db, id, NOW + 99, publisher));
    assert_ok(bundle_publish(w->db, id, publisher));
    assert_ok(retire(w, id));
    assert_err(BUNDLE_STATE, bundle_publish(w->db, id, publisher));
    assert_err(BUNDLE_STATE, retire(w, id));
    assert_err(NOT_FOUND, bundle_publish(w->db, "bdl_none", publisher));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM audit"
                                       " WHERE action LIKE 'bundle.%' AND actor = '" ADI "'"
                                       " AND detail = '{\"slug\":\"baru\"}'"), 6);
}

static void what_was_kept_for_one_server_goes_to_no_other(void **state)
{
    struct world *w = *state;
    struct upstreams upstreams;
    struct bundle_edit mine = edit_of("baru", "Baru", ""), theirs = mine;
    mine.bundle.id = theirs.bundle.id = draft(w, "baru", "Baru", "", NULL);
    mine.upstreams[KEY_DEVELOPMENT].keeps_header = true;        /* as I saw it */
    theirs.upstreams[KEY_DEVELOPMENT].upstream.url = "http://127.0.0.2:9";
    theirs.upstreams[KEY_DEVELOPMENT].header_value = "milik yang lain";
    assert_ok(bundle_update(w->db, &w->arena, &theirs, publisher));
    assert_err(CONFLICT, bundle_update(w->db, &w->arena, &mine, publisher));
    theirs.upstreams[KEY_DEVELOPMENT].upstream.header_name = NULL;
    assert_ok(bundle_update(w->db, &w->arena, &theirs, publisher));
    assert_err(CONFLICT, bundle_update(w->db, &w->arena, &mine, publisher));
    assert_ok(upstreams_of(w->db, &w->arena, mine.bundle.id, &upstreams));
    assert_string_equal(upstreams.of[KEY_DEVELOPMENT].url, "http://127.0.0.2:9");
    assert_null(upstreams.of[KEY_DEVELOPMENT].header_name);
}

static void a_published_bundle_keeps_its_slug_and_an_upstream(void **state)
{
    struct world *w = *state;
    struct bundle_edit edit = edit_of("lain", "Baru", "");
    edit.bundle.id = published(w, "baru", "Baru", "", NULL);
    assert_err(BUNDLE_STATE, bundle_update(w->db, &w->arena, &edit, publisher));
    edit.bundle.slug = "wilayah";
    assert_err(SLUG_TAKEN, bundle_update(w->db, &w->arena, &edit, publisher));
    edit.bundle.slug = "baru";
    edit.upstreams[0].kind = edit.upstreams[1].kind = UPSTREAM_NONE;
    assert_err(BUNDLE_STATE, bundle_update(w->db, &w->arena, &edit, publisher));
    edit.upstreams[1].kind = UPSTREAM_AS_IS;
    edit.bundle.tags[0] = "tag";
    assert_ok(bundle_update(w->db, &w->arena, &edit, publisher));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM audit WHERE detail = '{\"slug\":"
                                       "\"baru\",\"changed\":[\"tags\","
                                       "\"upstreams.development\"]}'"), 1);
}

static void a_bundle_without_upstream_is_not_published(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    struct bundle_edit edit = edit_of("kosong", "Kosong", "");
    edit.upstreams[0].kind = edit.upstreams[1].kind = UPSTREAM_NONE;
    assert_ok(bundle_create(w->db, &w->arena, &edit, publisher, &id));
    assert_err(BUNDLE_NOT_READY, bundle_publish(w->db, id, publisher));
    assert_ok(bundle_delete(w->db, id, publisher));
    assert_err(NOT_FOUND, bundle_delete(w->db, id, publisher));
    assert_err(SLUG_TAKEN, bundle_create(w->db, &w->arena,
                                         &(struct bundle_edit){ .bundle = { .slug = "wilayah",
                                             .name = "W", .summary = "", .description = "",
                                             .provider = "", .version = "", .limits = "{}" } },
                                         publisher, &id));
}

static void an_upstreams_address_is_http_to_a_host_and_nothing_else(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "ftp://contoh.go.id", "http://", "http://user:pass@contoh.go.id", "//contoh.go.id",
        "http://contoh.go.id:0", "http://contoh.go.id:99999", "http://contoh.go.id/a?b=c",
        "http://contoh.go.id/#x", "http://contoh.go.id/../x", "http://a..b.id", "http://1.2.3",
        "http://0x7f.1", "http://2130706433", "javascript:alert(1)", "http://[::1", NULL };
    for (const char *const *url = bad; *url; url++)
        assert_string_equal("bad_url", upstream_url_fault(*url, true));
    static const char *const private[] = {
        "http://127.0.0.1", "http://10.1.2.3:8080/v1", "http://192.168.0.1", "http://[::1]:80",
        "http://169.254.169.254/latest", "http://localhost", "http://LOCALHOST:8080",
        "http://intranet", "http://db.internal", "http://printer.local", "http://0.0.0.0",
        "http://[::ffff:10.0.0.1]", NULL };
    for (const char *const *url = private; *url; url++) {
        assert_string_equal("private_target", upstream_url_fault(*url, false));
        assert_null(upstream_url_fault(*url, true));
    }
    assert_null(upstream_url_fault("https://8.8.8.8/v1", false));
    assert_null(upstream_url_fault("https://tidak-ada.invalid:8443/v1/", false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_market(words_are_found_by_their_beginnings_in_any_order),
        in_a_market(signs_alone_search_for_nothing),
        in_a_market(a_tag_is_found_as_a_whole),
        in_a_market(tags_count_what_is_listed),
        in_a_market(pages_follow_each_other_without_gap_or_repeat),
        in_a_market(a_cursor_from_elsewhere_is_refused),
        in_a_market(common_words_are_found_by_walking),
        in_a_market(members_find_no_draft_and_nothing_retired),
        in_a_market(the_gateway_knows_what_is_published_and_what_is_retired_at_once),
        in_a_market(the_injected_headers_value_is_not_readable_in_the_database),
        in_a_market(a_kept_header_survives_an_edit_and_another_replaces_it),
        in_a_market(states_follow_each_other_in_one_way_only),
        in_a_market(what_was_kept_for_one_server_goes_to_no_other),
        in_a_market(a_published_bundle_keeps_its_slug_and_an_upstream),
        in_a_market(a_bundle_without_upstream_is_not_published),
        cmocka_unit_test(an_upstreams_address_is_http_to_a_host_and_nothing_else),
    };
    return cmocka_run_group_tests_name("bundles", tests, NULL, NULL);
}
