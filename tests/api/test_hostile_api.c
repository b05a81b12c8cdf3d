/* What is sent to break the portal, and not to use it. */
#include "support/market.h"
#include "support/raw.h"
#include "support/signed_in.h"

#include <stdlib.h>
#include <string.h>

enum { DEEP = 2040, FIELDS = 400 };

static const char *alice;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    market_fill(api_db(), api_arena());
    alice = token_of("alice");
    return 0;
}

static const char *authorization(void)
{
    return arena_printf(api_arena(), "Authorization: Bearer %s", alice);
}

/* {"a":{"a":… so many deep. */
static char *deep(int depth)
{
    size_t const open = strlen("{\"a\":");
    char *text = arena_alloc(api_arena(), (size_t)depth * (open + 1) + 2), *at = text;
    for (int i = 0; i < depth; i++, at += open)
        memcpy(at, "{\"a\":", open);
    *at++ = '1';
    memset(at, '}', (size_t)depth);
    return text;
}

static struct answer send_deep(const char *path, int depth)
{
    const char *const headers[] = { authorization(), "Idempotency-Key: deep", NULL };
    const char *body = deep(depth);
    return call_raw("POST", path, headers, "application/json", body, strlen(body));
}

static void json_that_nests_without_end_is_refused(void **state)
{
    (void)state;
    assert_int_equal(send_deep("/keys", DEEP).status, 400);
    assert_int_equal(send_deep("/keys", 129).status, 400);
    assert_int_equal(send_deep("/keys", 128).status, 422);
    assert_int_equal(send_deep("/auth", DEEP).status, 400);
    assert_int_equal(call("GET", "/healthz", NULL, NULL).status, 200);
}

static void braces_within_texts_nest_nothing(void **state)
{
    (void)state;
    char braces[300];
    memset(braces, '{', sizeof braces - 1);
    braces[sizeof braces - 1] = '\0';
    memcpy(braces, "\\\"", 2);
    json_t *body = json_pack("{ss ss}", "label", braces, "environment", "development");
    struct answer a = call("POST", "/keys", alice, body);
    assert_int_equal(a.status, 422);
    assert_string_equal(answer_text(&a, "errors.0.code"), "too_long");
}

static void a_part_of_a_form_that_nests_without_end_is_refused(void **state)
{
    (void)state;
    json_t *json = json_loads(deep(500), 0, NULL);
    struct answer a = call_form("POST", "/requests", alice, "request", json, NULL, NULL, NULL, 0);
    assert_int_equal(a.status, 400);
}

/* A form of so many values, each with a name of its own. */
static struct answer send_values(const char *path, const char *more, int count)
{
    const char *const headers[] = { authorization(), NULL };
    char *body = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&body, &size);
    assert_non_null(out);
    for (int i = 0; i < count; i++)
        fprintf(out, "--edge\r\nContent-Disposition: form-data; name=\"n%d\"%s\r\n\r\nvalue\r\n",
                i, more);
    fputs("--edge--\r\n", out);
    fclose(out);
    struct answer a = call_raw("POST", path, headers, "multipart/form-data; boundary=edge", body,
                               size);
    free(body);
    return a;
}

static void a_form_holds_so_many_values_and_no_more(void **state)
{
    (void)state;
    static const char json[] = "; filename=\"blob\"\r\nContent-Type: application/json";
    assert_int_equal(send_values("/requests", "", 200).status, 422);
    assert_int_equal(send_values("/requests", "", 400).status, 413);
    assert_int_equal(send_values("/requests", json, 400).status, 413);
    assert_int_equal(send_values("/requests", "", 200).status, 422);
    assert_int_equal(send_values("/auth", "", 400).status, 415);
}

static void a_browsers_name_is_cut_between_characters(void **state)
{
    (void)state;
    static const char name[] = "User-Agent: x";
    char agent[sizeof name + 2 * 200];
    memcpy(agent, name, sizeof name);
    for (size_t at = sizeof name - 1; at < sizeof agent - 1; at += 2)
        memcpy(agent + at, "\xC3\xA9", 3);
    const char *const headers[] = { agent, NULL };
    static const char body[] = "{\"username\":\"alice\",\"password\":\"" PASSWORD "\"}";
    struct answer a = call_raw("POST", "/auth", headers, "application/json", body, strlen(body));
    assert_int_equal(a.status, 200);
    assert_int_equal(call("GET", "/sessions", alice, NULL).status, 200);
}

static void a_number_in_other_writing_is_the_same_for_guessing(void **state)
{
    (void)state;
    const char *login = "081234567890";
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sign_in_call(login, "wrong", false).status, 401);
        login = arena_printf(api_arena(), "%s-", login);
    }
    assert_int_equal(sign_in_call("+62 812-3456-7890", "wrong", false).status, 429);
}

static void a_head_that_two_read_differently_is_refused_and_ends_the_connection(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
        "Content-Length : 2\r\n\r\n{}",
        "Host: another\r\nContent-Length: 2\r\n\r\n{}",
    };
    uint16_t const port = (uint16_t)strtoul(strrchr(api_url(), ':') + 1, NULL, 10);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        struct raw_answer *a = raw_exchange(port, arena_printf(api_arena(),
            "POST /auth HTTP/1.1\r\nHost: portal\r\nContent-Type: application/json\r\n%s"
            "GET /healthz HTTP/1.1\r\nHost: portal\r\n\r\n", heads[i]));
        assert_int_equal(a->status, 400);
        assert_non_null(strcasestr(a->head, "Connection: close"));
        assert_null(strstr(a->body, "HTTP/1.1"));
        free(a);
    }
}

/* A first number opens the password as well: whoever holds a stale session must not give one. */
static void a_first_phone_number_too_demands_a_fresh_sign_in(void **state)
{
    (void)state;
    person_add(api_db(), api_arena(), NULL, "tanpanomor", NULL);
    db_ran("UPDATE accounts SET phone_number = NULL, phone_index = NULL"
           " WHERE username = 'tanpanomor'");
    const char *token = token_of("tanpanomor");
    db_ran("UPDATE sessions SET proven_at = 0");
    json_t *basics = json_pack("{ss ss ss}", "gender", "Perempuan", "phone_number",
                               "6289911112222", "date_of_birth", "1996-10-18");
    struct answer a = call_form("POST", "/update-basic-profile", token, "basic_profile", basics,
                                NULL, NULL, NULL, 0);
    assert_int_equal(a.status, 403);
    assert_string_equal(answer_text(&a, "code"), "step_up_required");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_that_nests_without_end_is_refused),
        cmocka_unit_test(braces_within_texts_nest_nothing),
        cmocka_unit_test(a_part_of_a_form_that_nests_without_end_is_refused),
        cmocka_unit_test(a_form_holds_so_many_values_and_no_more),
        cmocka_unit_test(a_browsers_name_is_cut_between_characters),
        cmocka_unit_test(a_number_in_other_writing_is_the_same_for_guessing),
        cmocka_unit_test(a_head_that_two_read_differently_is_refused_and_ends_the_connection),
        cmocka_unit_test(a_first_phone_number_too_demands_a_fresh_sign_in),
    };
    return cmocka_run_group_tests_name("hostile api", tests, begin, api_end);
}
