/* Audit log, settings and notifications over HTTP. */
#include "domain/audit/audit.h"
#include "domain/notifications/notifications.h"
#include "support/market.h"
#include "support/signed_in.h"

#include <string.h>

static const char *alice, *bob, *rina, *adi;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    market_fill(api_db(), api_arena());
    alice = token_of("alice");
    bob = token_of("bob");
    rina = token_of("rina");
    adi = token_of("adi");
    return 0;
}

static size_t count(const struct answer *a)
{
    return json_array_size(json_object_get(a->json, "data"));
}

static void audited(const char *action, const char *subject, const char *detail)
{
    assert_ok(audit_add(api_db(), &(struct audit_entry){ .actor = RINA, .action = action,
                                                         .subject = subject, .detail = detail,
                                                         .ip = "192.0.2.1", .at = NOW }));
}

static void only_an_admin_reads_the_audit_log_and_settings(void **state)
{
    (void)state;
    static const char *const paths[] = { "/admin/audit", "/admin/audit.csv", "/admin/settings" };
    for (int i = 0; i < 3; i++) {
        refuses(call("GET", paths[i], NULL, NULL), 401, "unauthenticated");
        refuses(call("GET", paths[i], alice, NULL), 403, "forbidden");
        refuses(call("GET", paths[i], rina, NULL), 403, "forbidden");
    }
    refuses(call("PATCH", "/admin/settings", rina, json_object()), 403, "forbidden");
}

static void the_audit_log_is_filtered_newest_first(void **state)
{
    (void)state;
    audited("test.first", "sub_1", "{\"n\":1}");
    audited("test.second", "sub_1", NULL);
    struct answer a = call("GET", "/admin/audit?subject=sub_1", adi, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.0.action"), "test.second");
    assert_string_equal(answer_text(&a, "data.0.actor"), RINA);
    assert_string_equal(answer_text(&a, "data.0.actor_name"), "rina");
    assert_string_equal(answer_text(&a, "data.0.ip"), "192.0.2.1");
    assert_string_equal(answer_text(&a, "data.0.previous"), answer_text(&a, "data.1.digest"));
    assert_int_equal(answer_int(&a, "data.1.detail.n"), 1);
    a = call("GET", "/admin/audit?subject=sub_1&limit=1", adi, NULL);
    assert_int_equal(count(&a), 1);
    a = call("GET", arena_printf(api_arena(), "/admin/audit?subject=sub_1&cursor=%s",
                                 answer_text(&a, "meta.next_cursor")), adi, NULL);
    assert_string_equal(answer_text(&a, "data.0.action"), "test.first");
    a = call("GET", "/admin/audit?actor=rina&action=test.first", adi, NULL);
    assert_int_equal(count(&a), 1);
    a = call("GET", "/admin/audit?actor=alice&action=test.first", adi, NULL);
    assert_int_equal(count(&a), 0);
    a = call("GET", "/admin/audit?from=2023-11-15&subject=sub_1", adi, NULL);
    assert_int_equal(count(&a), 0);
    a = call("GET", "/admin/audit?from=2023-11-14&to=2023-11-14&subject=sub_1", adi, NULL);
    assert_int_equal(count(&a), 2);
    faults(call("GET", "/admin/audit?from=kemarin", adi, NULL), "from", "bad_time");
    faults(call("GET", "/admin/audit?cursor=x", adi, NULL), "cursor", "unknown");
}

static void the_csv_is_safe_to_open(void **state)
{
    (void)state;
    audited("test.csv", "=HYPERLINK(\"http://x\")", "{\"a\":\"b, \\\"c\\\"\"}");
    audited("test.csv", "a;=1+1;\"@2;-b", "{}");
    struct answer a = call("GET", "/admin/audit.csv?action=test.csv", adi, NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(answer_header(&a, "Content-Type"), "text/csv"));
    assert_non_null(strstr(answer_header(&a, "Content-Disposition"), "audit.csv"));
    assert_memory_equal(a.text, "number,id,at,actor,", 19);
    assert_non_null(strstr(a.text, "\"'=HYPERLINK(\"\"http://x\"\")\""));
    assert_non_null(strstr(a.text, "\"{\"\"a\"\":\"\"b, \\\"\"c\\\"\"\"\"}\""));
    assert_non_null(strstr(a.text, "\"a;'=1+1;\"\"'@2;'-b\""));
    assert_string_equal(a.text + a.size - 2, "\r\n");
}

static void a_long_csv_comes_whole(void **state)
{
    (void)state;
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, api_db()));
    for (int i = 0; i < 1000; i++)
        assert_ok(audit_add(tx.db, &(struct audit_entry){ .action = "test.many", .at = NOW + i }));
    assert_ok(tx_commit(&tx));
    struct answer a = call("GET", "/admin/audit.csv?action=test.many", adi, NULL);
    int lines = 0;
    for (const char *at = a.text; (at = strstr(at, "\r\n")); at += 2)
        lines++;
    assert_int_equal(lines, 1001);
    a = call("GET", "/admin/audit.csv?action=test.none", adi, NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.text, "digest\r\n"));
}

static void settings_are_read_and_changed(void **state)
{
    (void)state;
    struct answer a = call("GET", "/admin/settings", adi, NULL);
    assert_true(json_is_false(json_object_get(json_object_get(a.json, "data"),
                                              "institutions.required")));
    assert_string_equal(answer_text(&a, "meta.settings.0.name"), "institutions.required");
    assert_string_equal(answer_text(&a, "meta.settings.0.kind"), "switch");
    a = call("PATCH", "/admin/settings", adi, json_pack("{sb}", "institutions.required", 1));
    assert_true(json_is_true(json_object_get(json_object_get(a.json, "data"),
                                             "institutions.required")));
    a = call("GET", "/admin/audit?action=settings.change", adi, NULL);
    assert_int_equal(count(&a), 1);
    a = call("PATCH", "/admin/settings", adi, json_pack("{sb}", "institutions.required", 0));
    assert_int_equal(a.status, 200);
    faults(call("PATCH", "/admin/settings", adi, json_pack("{sb}", "no.such", 1)), "no.such",
           "unknown");
    faults(call("PATCH", "/admin/settings", adi, json_pack("{ss}", "institutions.required",
                                                           "true")),
           "institutions.required", "wrong_type");
    refuses(call("PATCH", "/admin/settings", adi, NULL), 400, "bad_input");
}

static void notifications_are_read(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_ok(notify(api_db(), BOB, "request.approved", "{\"bundle\":\"Wilayah\"}",
                         "/requests/req_1", NOW));
    struct answer a = call("GET", "/notifications?limit=2", bob, NULL);
    assert_int_equal(count(&a), 2);
    assert_int_equal(answer_int(&a, "meta.unread"), 3);
    assert_string_equal(answer_text(&a, "data.0.title"), "Pengajuan disetujui");
    assert_string_equal(answer_text(&a, "data.0.link"), "/requests/req_1");
    const char *id = answer_text(&a, "data.0.id"), *next = answer_text(&a, "meta.next_cursor");
    a = call("GET", arena_printf(api_arena(), "/notifications?cursor=%s", next), bob, NULL);
    assert_int_equal(count(&a), 1);
    a = call("POST", "/notifications/read", alice, json_pack("{s[s]}", "ids", id));
    assert_int_equal(a.status, 200);
    a = call("POST", "/notifications/read", bob, json_pack("{s[s]}", "ids", id));
    assert_int_equal(answer_int(&a, "data.unread"), 2);
    const char *english[] = { arena_printf(api_arena(), "Authorization: Bearer %s", bob),
                              "Accept-Language: en", NULL };
    a = call_raw("GET", "/notifications", english, NULL, NULL, 0);
    assert_string_equal(answer_text(&a, "data.0.title"), "Request approved");
    assert_true(json_is_true(json_object_get(json_array_get(json_object_get(a.json, "data"), 0),
                                             "read")));
    a = call("POST", "/notifications/read", bob, json_pack("{sb}", "all", 1));
    assert_int_equal(answer_int(&a, "data.unread"), 0);
    faults(call("POST", "/notifications/read", bob, json_object()), "ids", "required");
    faults(call("POST", "/notifications/read", bob, json_pack("{s[i]}", "ids", 1)), "ids",
           "wrong_type");
    refuses(call("GET", "/notifications", NULL, NULL), 401, "unauthenticated");
    refuses(call("POST", "/notifications/read", NULL, json_object()), 401, "unauthenticated");
}

static void the_chain_holds_after_all_of_this(void **state)
{
    (void)state;
    int64_t rows = 0;
    assert_ok(audit_check(api_db(), &rows));
    assert_true(rows > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_an_admin_reads_the_audit_log_and_settings),
        cmocka_unit_test(the_audit_log_is_filtered_newest_first),
        cmocka_unit_test(the_csv_is_safe_to_open),
        cmocka_unit_test(a_long_csv_comes_whole),
        cmocka_unit_test(settings_are_read_and_changed),
        cmocka_unit_test(notifications_are_read),
        cmocka_unit_test(the_chain_holds_after_all_of_this),
    };
    return cmocka_run_group_tests_name("admin api", tests, begin, api_end);
}
