/* The review desk over HTTP: the queue, the decisions, two reviewers at once, and what the gateway
 * does with them. */
#include "domain/access/access.h"
#include "domain/access/target.h"
#include "support/market.h"
#include "support/rivals.h"
#include "support/signed_in.h"

#include <string.h>

static const char *alice, *bob, *rina, *rudi, *adi;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    market_fill(api_db(), api_arena());
    alice = token_of("alice");
    bob = token_of("bob");
    rina = token_of("rina");
    rudi = token_of("rudi");
    adi = token_of("adi");
    return 0;
}

static const char *fresh_bundle(void)
{
    static int number;
    const char *slug = arena_printf(api_arena(), "bundel-%d", ++number);
    add_bundle(api_db(), api_arena(), slug, "published");
    return slug;
}

static const char *send_request(const char *token, const char *slug)
{
    json_t *json = json_pack("{ss ss ss sb}", "bundle", slug, "application_name",
                             "Aplikasi Desa", "purpose", "Data wilayah", "agreed", 1);
    struct answer a = call_form("POST", "/requests", token, "request", json, "letter",
                                "surat.pdf", SMALL_PDF, strlen(SMALL_PDF));
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.id");
}

static const char *submitted(void)
{
    return send_request(alice, fresh_bundle());
}

static struct answer decide(const char *token, const char *id, const char *verb, json_t *body)
{
    return call("POST", arena_printf(api_arena(), "/admin/requests/%s/%s", id, verb), token, body);
}

static json_t *note(void)
{
    return json_pack("{ss}", "note", "Catatan peninjau");
}

static void only_reviewers_come_to_the_desk(void **state)
{
    (void)state;
    const char *id = submitted(), *penerbit = signed_in("penerbit", "publisher");
    static const char *const verbs[] = { "approve", "reject", "revise", "revoke" };
    refuses(call("GET", "/admin/requests", alice, NULL), 403, "forbidden");
    refuses(call("GET", "/admin/requests", penerbit, NULL), 403, "forbidden");
    refuses(call("GET", "/admin/requests", NULL, NULL), 401, "unauthenticated");
    refuses(call("GET", arena_printf(api_arena(), "/admin/requests/%s", id), alice, NULL), 403,
            "forbidden");
    for (int i = 0; i < 4; i++)
        refuses(decide(bob, id, verbs[i], note()), 403, "forbidden");
    assert_int_equal(call("GET", "/admin/requests", adi, NULL).status, 200);
}

static void the_queue_is_oldest_first(void **state)
{
    (void)state;
    const char *slug = fresh_bundle();
    const char *first = send_request(alice, slug), *second = send_request(bob, slug);
    struct answer a = call("GET", arena_printf(api_arena(), "/admin/requests?status=submitted"
                                               "&bundle=%s", slug), rina, NULL);
    assert_string_equal(answer_text(&a, "data.0.id"), first);
    assert_string_equal(answer_text(&a, "data.1.id"), second);
    assert_string_equal(answer_text(&a, "data.0.member.username"), "alice");
    assert_int_equal(answer_int(&a, "data.0.age_s"), 0);
    a = call("GET", arena_printf(api_arena(), "/admin/requests?bundle=%s&limit=1", slug), rina,
             NULL);
    assert_string_equal(answer_text(&a, "meta.next_cursor"), first);
    a = call("GET", arena_printf(api_arena(), "/admin/requests?bundle=%s&cursor=%s", slug, first),
             rina, NULL);
    assert_string_equal(answer_text(&a, "data.0.id"), second);
    a = call("GET", arena_printf(api_arena(), "/admin/requests?bundle=%s&q=BOB", slug), rina, NULL);
    assert_string_equal(answer_text(&a, "data.0.id"), second);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 1);
    a = call("GET", arena_printf(api_arena(), "/admin/requests?bundle=%s&q=desa", slug), rina,
             NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 2);
    a = call("GET", "/admin/requests?bundle=nowhere", rina, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 0);
    faults(call("GET", "/admin/requests?status=new", rina, NULL), "status", "not_a_choice");
}

static void a_reviewer_sees_the_member_and_its_history(void **state)
{
    (void)state;
    const char *before = submitted();
    assert_int_equal(decide(rina, before, "reject", note()).status, 200);
    const char *id = submitted();
    struct answer a = call("GET", arena_printf(api_arena(), "/admin/requests/%s", id), rina, NULL);
    assert_string_equal(answer_text(&a, "data.member.email"), "alice@contoh.go.id");
    assert_string_equal(answer_text(&a, "data.history.0.id"), before);
    assert_string_equal(answer_text(&a, "data.history.0.status"), "rejected");
    assert_string_equal(answer_text(&a, "data.timeline.0.actor"), "alice Contoh");
    refuses(call("GET", "/admin/requests/req_unknown", rina, NULL), 404, "not_found");
}

static void reject_revise_and_revoke_demand_a_note(void **state)
{
    (void)state;
    const char *id = submitted();
    faults(decide(rina, id, "reject", json_object()), "note", "required");
    faults(decide(rina, id, "revise", json_pack("{ss}", "note", "  ")), "note", "required");
    faults(decide(rina, id, "approve", json_pack("{s[]}", "environments")), "environments",
           "required");
    faults(decide(rina, id, "approve", json_pack("{s[s]}", "environments", "staging")),
           "environments", "not_a_choice");
    faults(decide(rina, id, "approve", json_pack("{si}", "rate_per_second", 0)),
           "rate_per_second", "out_of_range");
    assert_int_equal(decide(rina, id, "approve", NULL).status, 200);
    faults(decide(rina, id, "revoke", NULL), "note", "required");
    refuses(decide(rina, "req_unknown", "approve", NULL), 404, "not_found");
}

static void a_refused_move_says_who_was_quicker(void **state)
{
    (void)state;
    const char *id = submitted();
    assert_int_equal(decide(rina, id, "approve", NULL).status, 200);
    struct answer a = decide(rudi, id, "reject", note());
    refuses(a, 409, "invalid_transition");
    assert_string_equal(answer_text(&a, "current_status"), "approved");
    assert_non_null(strstr(answer_text(&a, "message"), "Disetujui oleh rina Contoh"));
    refuses(decide(rudi, id, "approve", NULL), 409, "invalid_transition");
    refuses(decide(rudi, id, "revise", note()), 409, "invalid_transition");
    assert_int_equal(decide(rudi, id, "revoke", note()).status, 200);
    refuses(decide(rina, id, "approve", NULL), 409, "invalid_transition");
}

static void what_changed_since_it_was_seen_is_a_conflict(void **state)
{
    (void)state;
    const char *id = submitted();
    refuses(decide(rina, id, "approve", json_pack("{ss}", "expected_updated_at",
                                                  "2020-01-01T00:00:00Z")), 409, "conflict");
    assert_int_equal(decide(rina, id, "approve", json_pack("{ss}", "expected_updated_at",
                                                           "2023-11-14T22:13:20Z")).status, 200);
}

static void nobody_decides_on_the_own_request(void **state)
{
    (void)state;
    const char *id = send_request(rina, fresh_bundle());
    struct answer a = decide(rina, id, "approve", NULL);
    refuses(a, 403, "forbidden");
    assert_non_null(strstr(answer_text(&a, "message"), "sendiri"));
    assert_int_equal(decide(rudi, id, "approve", NULL).status, 200);
}

static const char *decision_text(const char *id, const char *verb, const char *token)
{
    const char *path = arena_printf(api_arena(), "/admin/requests/%s/%s", id, verb);
    return rival_post(path, token, "{\"note\":\"Catatan\"}");
}

static void of_two_reviewers_one_wins_and_the_other_is_told(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        const char *id = submitted();
        rivals_race(decision_text(id, "approve", rina), decision_text(id, "reject", rudi),
                    "invalid_transition");
    }
}

static enum err gateway_says(const char *key, const char *environment, const char *slug)
{
    struct access_pass pass = { 0 };
    enum err const e = access_check(&(struct access_call){
        .key = key, .key_size = strlen(key), .environment = environment,
        .environment_size = strlen(environment), .slug = slug, .slug_size = strlen(slug),
        .now = NOW }, &pass);
    if (!e)
        access_target_give(pass.target);
    return e;
}

static const char *key_of(const char *token, const char *environment)
{
    struct answer a = call("POST", "/keys", token, json_pack("{ss ss}", "label", "Uji",
                                                             "environment", environment));
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.key");
}

static void the_gateway_follows_each_decision_at_once(void **state)
{
    (void)state;
    const char *slug = fresh_bundle(), *id = send_request(alice, slug);
    const char *one = key_of(alice, "development"), *two = key_of(alice, "development");
    const char *production = key_of(alice, "production");
    assert_err(ACCESS_NOT_APPROVED, gateway_says(one, "development", slug));
    struct answer a = decide(rina, id, "approve", json_pack("{s[s] si}", "environments",
                                                            "development", "rate_per_second", 5));
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.rate_per_second"), 5);
    assert_ok(gateway_says(one, "development", slug));
    assert_err(ACCESS_NOT_APPROVED, gateway_says(production, "production", slug));
    assert_err(ACCESS_NOT_APPROVED, gateway_says(key_of(bob, "development"), "development", slug));
    assert_int_equal(decide(rina, id, "revoke", note()).status, 200);
    assert_err(ACCESS_REVOKED, gateway_says(one, "development", slug));
    assert_err(ACCESS_REVOKED, gateway_says(two, "development", slug));
    const char *again = send_request(alice, slug);
    assert_err(ACCESS_REVOKED, gateway_says(one, "development", slug));
    assert_int_equal(decide(rudi, again, "approve", NULL).status, 200);
    assert_ok(gateway_says(two, "development", slug));
    assert_ok(gateway_says(production, "production", slug));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_reviewers_come_to_the_desk),
        cmocka_unit_test(the_queue_is_oldest_first),
        cmocka_unit_test(a_reviewer_sees_the_member_and_its_history),
        cmocka_unit_test(reject_revise_and_revoke_demand_a_note),
        cmocka_unit_test(a_refused_move_says_who_was_quicker),
        cmocka_unit_test(what_changed_since_it_was_seen_is_a_conflict),
        cmocka_unit_test(nobody_decides_on_the_own_request),
        cmocka_unit_test(of_two_reviewers_one_wins_and_the_other_is_told),
        cmocka_unit_test(the_gateway_follows_each_decision_at_once),
    };
    return cmocka_run_group_tests_name("review api", tests, begin, api_end);
}
