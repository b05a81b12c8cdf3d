/* What strangers may cost, over HTTP: refused alike for known and unknown, and set by an admin. */
#include "domain/settings/settings.h"
#include "support/signed_in.h"
#include "support/usapi.h"

#include <string.h>

static const char *admin;

static int begin(void **state)
{
    if (usapi_begin(state))
        return 1;
    admin = signed_in("adi", "admin");
    return 0;
}

/* The day begins anew. */
static int begin_fresh(void **state)
{
    (void)state;
    assert_ok(db_run(api_db(), "DELETE FROM message_budgets"));
    assert_ok(db_run(api_db(), "DELETE FROM settings"));
    settings_forget();
    return 0;
}

static struct answer set(const char *name, json_t *value)
{
    json_t *body = json_object();
    json_object_set_new(body, name, value);
    return call("PATCH", "/admin/settings", admin, body);
}

static struct answer forgot(const char *phone)
{
    return call("POST", "/password/forgot", NULL, json_pack("{ss}", "phone_number", phone));
}

static void assert_alike(struct answer a, struct answer b)
{
    assert_int_equal(a.status, b.status);
    assert_string_equal(answer_text(&a, "message"), answer_text(&b, "message"));
    assert_string_equal(answer_text(&a, "code"), answer_text(&b, "code"));
    assert_int_equal(answer_header(&a, "Retry-After") != NULL,
                     answer_header(&b, "Retry-After") != NULL);
}

static void a_spent_day_refuses_known_and_unknown_alike(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "bela", "member");
    struct person const p = newcomer();
    assert_int_equal(set("messages.day", json_integer(1)).status, 200);
    assert_int_equal(as_browser("/signup", sign_up_body(&p)).status, 200);
    struct answer known = forgot(person_phone(api_db(), api_arena(), id));
    refuses(known, 429, "too_many_requests");
    assert_non_null(answer_header(&known, "Retry-After"));
    assert_alike(known, forgot("6285900000001"));
}

static void a_refused_sign_up_leaves_no_account(void **state)
{
    (void)state;
    struct person const p = newcomer();
    assert_int_equal(set("messages.day.whatsapp", json_integer(0)).status, 200);
    struct answer a = as_browser("/signup", sign_up_body(&p));
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
    assert_string_equal(status_of_account(p.username), "none");
    assert_int_equal(mailbox_count(p.phone), 0);
    assert_int_equal(set("messages.day.whatsapp", json_integer(10)).status, 200);
    assert_int_equal(as_browser("/signup", sign_up_body(&p)).status, 200);
}

static void strange_numbers_are_refused_alike_where_mobiles_are_demanded(void **state)
{
    (void)state;
    struct person p = newcomer();
    p.phone = "6221555000";
    assert_int_equal(as_browser("/signup", sign_up_body(&p)).status, 200);
    assert_int_equal(set("messages.numbers", json_string("mobile")).status, 200);
    refuses(forgot(p.phone), 422, "recipient_refused");
    assert_alike(forgot(p.phone), forgot("6221555001"));
    struct person other = newcomer();
    other.phone = "6221555002";
    refuses(as_browser("/signup", sign_up_body(&other)), 422, "recipient_refused");
    assert_string_equal(status_of_account(other.username), "none");
}

/* Whoever registers for many calls from one address. */
static void an_internal_client_has_no_limit_of_an_address(void **state)
{
    (void)state;
    assert_int_equal(set("messages.address", json_integer(1)).status, 200);
    for (int i = 0; i < 3; i++) {
        struct person const p = newcomer();
        assert_int_equal(sign_up(&p).status, 200);
    }
    struct person const first = newcomer(), second = newcomer();
    assert_int_equal(as_browser("/signup", sign_up_body(&first)).status, 200);
    refuses(as_browser("/signup", sign_up_body(&second)), 429, "too_many_requests");
}

static void a_number_is_set_within_its_range(void **state)
{
    (void)state;
    struct answer a = call("GET", "/admin/settings", admin, NULL);
    assert_int_equal(json_integer_value(json_object_get(json_object_get(a.json, "data"),
                                                        "messages.recipient")), 20);
    assert_non_null(strstr(a.text, "\"kind\":\"number\""));
    faults(set("messages.recipient", json_integer(0)), "messages.recipient", "out_of_range");
    faults(set("messages.recipient", json_integer(1001)), "messages.recipient", "out_of_range");
    faults(set("messages.recipient", json_string("7")), "messages.recipient", "wrong_type");
    faults(set("messages.recipient", json_real(7.5)), "messages.recipient", "wrong_type");
    faults(set("messages.recipient", json_true()), "messages.recipient", "wrong_type");
    faults(set("messages.numbers", json_integer(1)), "messages.numbers", "wrong_type");
    assert_int_equal(set("messages.recipient", json_integer(7)).status, 200);
}

static void the_figures_name_channels_and_nobody(void **state)
{
    (void)state;
    struct person const p = newcomer();
    assert_int_equal(as_browser("/signup", sign_up_body(&p)).status, 200);
    struct answer a = call("GET", "/metrics", NULL, NULL);
    assert_int_equal(a.status, 200);
    assert_non_null(strstr(a.text, "simpul_message_budget_used{channel=\"whatsapp\"} 1\n"));
    assert_non_null(strstr(a.text, "simpul_messages_refused_total{reason=\"day\"}"));
    assert_null(strstr(a.text, p.phone));
}

#define fresh(test) cmocka_unit_test_setup(test, begin_fresh)

int main(void)
{
    const struct CMUnitTest tests[] = {
        fresh(a_spent_day_refuses_known_and_unknown_alike),
        fresh(a_refused_sign_up_leaves_no_account),
        fresh(strange_numbers_are_refused_alike_where_mobiles_are_demanded),
        fresh(an_internal_client_has_no_limit_of_an_address),
        fresh(a_number_is_set_within_its_range),
        fresh(the_figures_name_channels_and_nobody),
    };
    return cmocka_run_group_tests_name("afford api", tests, begin, api_end);
}
