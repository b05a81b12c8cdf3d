/* API keys over HTTP: every refusal, and the key shown once. */
#include "support/market.h"
#include "support/signed_in.h"

#include <string.h>

static const char *alice, *bob, *adi;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    market_fill(api_db(), api_arena());
    alice = token_of("alice");
    bob = token_of("bob");
    adi = token_of("adi");
    return 0;
}

static const char *at(const char *id, const char *rest)
{
    return arena_printf(api_arena(), "/keys/%s%s", id, rest);
}

static json_t *plain(void)
{
    return json_pack("{ss ss}", "label", "Aplikasi Desa", "environment", "development");
}

static const char *created(void)
{
    struct answer a = call("POST", "/keys", alice, plain());
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.id");
}

static void a_key_is_shown_once(void **state)
{
    (void)state;
    struct answer a = call("POST", "/keys", alice, plain());
    assert_int_equal(a.status, 201);
    const char *key = answer_text(&a, "data.key"), *head = answer_text(&a, "data.head");
    assert_int_equal(strlen(key), 55);
    assert_memory_equal(key, head, strlen(head));
    assert_string_equal(answer_text(&a, "data.status"), "active");
    assert_string_equal(answer_text(&a, "data.environment"), "development");
    const char *id = answer_text(&a, "data.id");
    a = call("GET", at(id, ""), alice, NULL);
    assert_int_equal(a.status, 200);
    assert_null(strstr(a.text, key));
    assert_null(json_object_get(json_object_get(a.json, "data"), "key"));
    a = call("GET", "/keys", alice, NULL);
    assert_null(strstr(a.text, key));
    assert_string_equal(answer_text(&a, "data.0.id"), id);
    assert_true(answer_int(&a, "meta.total") >= 1);
}

static void who_is_not_signed_in_has_no_keys(void **state)
{
    (void)state;
    refuses(call("GET", "/keys", NULL, NULL), 401, "unauthenticated");
    refuses(call("POST", "/keys", "eyJhbGciOiJub25lIn0.e30.", plain()), 401, "unauthenticated");
    refuses(call("GET", "/admin/keys?account=" ALICE, bob, NULL), 403, "forbidden");
    refuses(call("GET", "/admin/keys?account=" ALICE, token_of("rina"), NULL), 403, "forbidden");
}

static void every_bad_field_is_named(void **state)
{
    (void)state;
    faults(call("POST", "/keys", alice, json_pack("{ss}", "environment", "production")), "label",
           "required");
    faults(call("POST", "/keys", alice, json_pack("{ss ss}", "label", "", "environment",
                                                  "production")), "label", "required");
    faults(call("POST", "/keys", alice, json_pack("{ss}", "label", "x")), "environment",
           "required");
    faults(call("POST", "/keys", alice, json_pack("{ss ss}", "label", "x", "environment", "prod")),
           "environment", "not_a_choice");
    json_t *body = plain();
    json_object_set_new(body, "expires_at", json_string("besok"));
    faults(call("POST", "/keys", alice, body), "expires_at", "bad_time");
    body = plain();
    json_object_set_new(body, "expires_at", json_string("2020-01-01T00:00:00Z"));
    faults(call("POST", "/keys", alice, body), "expires_at", "in_the_past");
    body = plain();
    json_object_set_new(body, "allowed_ips", json_pack("[ss]", "192.0.2.0/24", "10.0.0.1/8"));
    faults(call("POST", "/keys", alice, body), "allowed_ips.1", "bad_ip");
    body = plain();
    json_object_set_new(body, "allowed_ips", json_string("192.0.2.0/24"));
    faults(call("POST", "/keys", alice, body), "allowed_ips", "wrong_type");
    body = plain();
    json_object_set_new(body, "label", json_string("a\u202eb"));
    faults(call("POST", "/keys", alice, body), "label", "bad_characters");
    refuses(call_raw("POST", "/keys", (const char *const[]){
        arena_printf(api_arena(), "Authorization: Bearer %s", alice), NULL },
        "application/json", "{", 1), 400, "bad_input");
}

static void anothers_key_is_not_found(void **state)
{
    (void)state;
    const char *id = created();
    refuses(call("GET", at(id, ""), bob, NULL), 404, "not_found");
    refuses(call("PATCH", at(id, ""), bob, json_pack("{ss}", "label", "B")), 404, "not_found");
    refuses(call("DELETE", at(id, ""), bob, NULL), 404, "not_found");
    refuses(call("POST", at(id, "/activate"), bob, NULL), 404, "not_found");
    refuses(call("POST", at(id, "/deactivate"), bob, NULL), 404, "not_found");
    refuses(call("POST", at(id, "/rotate"), bob, json_object()), 404, "not_found");
    refuses(call("GET", at("key_unknown", ""), alice, NULL), 404, "not_found");
}

static void a_key_is_changed_and_its_expiry_taken_away(void **state)
{
    (void)state;
    json_t *body = plain();
    json_object_set_new(body, "expires_at", json_string("2099-01-01T07:00:00+07:00"));
    struct answer a = call("POST", "/keys", alice, body);
    assert_string_equal(answer_text(&a, "data.expires_at"), "2099-01-01T00:00:00Z");
    const char *id = answer_text(&a, "data.id");
    a = call("PATCH", at(id, ""), alice, json_pack("{ss s[s]}", "label", "Baru", "allowed_ips",
                                                   "192.0.2.7"));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.label"), "Baru");
    assert_string_equal(answer_text(&a, "data.allowed_ips.0"), "192.0.2.7");
    assert_string_equal(answer_text(&a, "data.expires_at"), "2099-01-01T00:00:00Z");
    a = call("PATCH", at(id, ""), alice, json_pack("{sn}", "expires_at"));
    assert_true(json_is_null(json_object_get(json_object_get(a.json, "data"), "expires_at")));
    faults(call("PATCH", at(id, ""), alice, json_pack("{ss}", "label", "")), "label", "required");
}

static void only_an_inactive_key_is_deleted(void **state)
{
    (void)state;
    const char *id = created();
    refuses(call("DELETE", at(id, ""), alice, NULL), 409, "key_active");
    struct answer a = call("POST", at(id, "/deactivate"), alice, NULL);
    assert_string_equal(answer_text(&a, "data.status"), "inactive");
    a = call("POST", at(id, "/activate"), alice, NULL);
    assert_string_equal(answer_text(&a, "data.status"), "active");
    assert_int_equal(call("POST", at(id, "/deactivate"), alice, NULL).status, 200);
    assert_int_equal(call("DELETE", at(id, ""), alice, NULL).status, 200);
    refuses(call("GET", at(id, ""), alice, NULL), 404, "not_found");
}

static void a_rotated_key_is_shown_once_too(void **state)
{
    (void)state;
    const char *id = created();
    struct answer a = call("POST", at(id, "/rotate"), alice, json_pack("{si}", "grace_s", 3600));
    assert_int_equal(a.status, 200);
    assert_int_equal(strlen(answer_text(&a, "data.key")), 55);
    assert_true(*answer_text(&a, "data.previous_until") != '\0');
    faults(call("POST", at(id, "/rotate"), alice, json_pack("{si}", "grace_s", 604801)), "grace_s",
           "out_of_range");
    faults(call("POST", at(id, "/rotate"), alice, json_pack("{si}", "grace_s", -1)), "grace_s",
           "out_of_range");
    faults(call("POST", at(id, "/rotate"), alice, json_pack("{ss}", "grace_s", "1")), "grace_s",
           "wrong_type");
}

static struct answer post_with_key(const char *token, const char *idempotency, const char *body)
{
    const char *headers[] = { arena_printf(api_arena(), "Authorization: Bearer %s", token),
                              arena_printf(api_arena(), "Idempotency-Key: %s", idempotency), NULL };
    return call_raw("POST", "/keys", headers, "application/json", body, strlen(body));
}

static void the_same_idempotency_key_gets_the_same_key(void **state)
{
    (void)state;
    static const char body[] = "{\"label\": \"Sekali\", \"environment\": \"production\"}";
    static const char other[] = "{\"label\": \"Lain\", \"environment\": \"production\"}";
    struct answer first = post_with_key(alice, "k-1", body);
    struct answer second = post_with_key(alice, "k-1", body);
    assert_int_equal(first.status, 201);
    assert_int_equal(second.status, 201);
    const char *key = answer_text(&first, "data.key");
    assert_string_equal(key, answer_text(&second, "data.key"));
    assert_int_equal(db_number("SELECT count(*) FROM keys WHERE label = $1", "Sekali"), 1);
    refuses(post_with_key(alice, "k-1", other), 409, "idempotency_mismatch");
    struct answer bobs = post_with_key(bob, "k-1", body);
    assert_int_equal(bobs.status, 201);
    assert_string_not_equal(answer_text(&bobs, "data.key"), key);
    assert_int_equal(db_number("SELECT count(*) FROM idempotency"
                               " WHERE instr(answer, CAST($1 AS BLOB)) > 0", key), 0);
}

static void an_admin_ends_a_key_for_good(void **state)
{
    (void)state;
    const char *id = created();
    const char *path = arena_printf(api_arena(), "/admin/keys/%s/deactivate", id);
    refuses(call("POST", path, bob, json_pack("{ss}", "note", "x")), 403, "forbidden");
    faults(call("POST", path, adi, json_object()), "note", "required");
    struct answer a = call("POST", path, adi, json_pack("{ss}", "note", "Bocor"));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.account_id"), ALICE);
    refuses(call("POST", at(id, "/activate"), alice, NULL), 403, "forbidden");
    a = call("GET", "/notifications", alice, NULL);
    assert_string_equal(answer_text(&a, "data.0.kind"), "key.deactivated");
    a = call("GET", "/admin/keys?account=" ALICE, adi, NULL);
    assert_int_equal(a.status, 200);
    faults(call("GET", "/admin/keys", adi, NULL), "account", "required");
    path = arena_printf(api_arena(), "/admin/keys/%s/activate", id);
    refuses(call("POST", path, alice, NULL), 403, "forbidden");
    assert_int_equal(call("POST", path, adi, NULL).status, 200);
    refuses(call("POST", "/admin/keys/key_unknown/activate", adi, NULL), 404, "not_found");
    a = call("GET", at(id, ""), alice, NULL);
    assert_string_equal(answer_text(&a, "data.status"), "active");
}

static void a_list_goes_on_where_it_stopped(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(call("POST", "/keys", bob, plain()).status, 201);
    struct answer a = call("GET", "/keys?limit=2", bob, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 2);
    const char *next = answer_text(&a, "meta.next_cursor"), *last = answer_text(&a, "data.1.id");
    assert_string_equal(next, last);
    a = call("GET", arena_printf(api_arena(), "/keys?limit=2&cursor=%s", next), bob, NULL);
    assert_true(strcmp(answer_text(&a, "data.0.id"), last) < 0);
    faults(call("GET", "/keys?limit=0", bob, NULL), "limit", "out_of_range");
    faults(call("GET", "/keys?limit=101", bob, NULL), "limit", "out_of_range");
}

static void fifty_keys_are_enough(void **state)
{
    (void)state;
    const char *rina = token_of("rina");
    for (int i = 0; i < 50; i++)
        assert_int_equal(call("POST", "/keys", rina, plain()).status, 201);
    refuses(call("POST", "/keys", rina, plain()), 409, "keys_full");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_shown_once),
        cmocka_unit_test(who_is_not_signed_in_has_no_keys),
        cmocka_unit_test(every_bad_field_is_named),
        cmocka_unit_test(anothers_key_is_not_found),
        cmocka_unit_test(a_key_is_changed_and_its_expiry_taken_away),
        cmocka_unit_test(only_an_inactive_key_is_deleted),
        cmocka_unit_test(a_rotated_key_is_shown_once_too),
        cmocka_unit_test(the_same_idempotency_key_gets_the_same_key),
        cmocka_unit_test(an_admin_ends_a_key_for_good),
        cmocka_unit_test(a_list_goes_on_where_it_stopped),
        cmocka_unit_test(fifty_keys_are_enough),
    };
    return cmocka_run_group_tests_name("keys api", tests, begin, api_end);
}
