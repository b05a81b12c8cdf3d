/* The development mailbox, and the admin's view of the queue. */
#include "domain/messages/messages.h"
#include "support/signed_in.h"

#include <string.h>

#define PHONE "6281234509876"

static void write_down(const char *to, const char *template)
{
    AUTO_TX struct tx tx = { 0 };
    struct message const m = {
        .channel = strchr(to, '@') ? "email" : "whatsapp", .to = to, .template = template,
        .code = strcmp(template, "otp") == 0 ? "123456" : NULL, .link = "/x",
        .params = "{\"title\":\"Judul\",\"body\":\"isi\"}",
    };
    assert_ok(tx_begin(&tx, api_db()));
    assert_ok(message_send(tx.db, &m, NOW));
    assert_ok(tx_commit(&tx));
}

static size_t size_of(struct answer a)
{
    assert_int_equal(a.status, 200);
    return json_array_size(json_object_get(a.json, "data"));
}

static void the_mailbox_shows_the_newest_first(void **state)
{
    (void)state;
    write_down(PHONE, "otp");
    write_down("+62 812-3450-9876", "notification");
    struct answer a = call("GET", "/dev/outbox?to=081234509876", NULL, NULL);
    assert_int_equal(size_of(a), 2);
    assert_string_equal(answer_text(&a, "data.0.template"), "notification");
    assert_string_equal(answer_text(&a, "data.0.to"), PHONE);
    assert_string_equal(answer_text(&a, "data.1.code"), "123456");
    assert_string_equal(answer_text(&a, "data.1.channel"), "whatsapp");
    assert_string_equal(answer_text(&a, "data.1.created_at"), "2023-11-14T22:13:20Z");
    assert_non_null(strstr(answer_text(&a, "data.0.link"), "/app/x"));
    assert_non_null(strstr(answer_text(&a, "data.0.text"), "Judul"));
}

static void the_mailbox_of_nobody_is_empty_and_that_of_all_is_not(void **state)
{
    (void)state;
    assert_int_equal(size_of(call("GET", "/dev/outbox?to=nobody", NULL, NULL)), 0);
    assert_true(size_of(call("GET", "/dev/outbox", NULL, NULL)) > 0);
}

static void only_admins_see_the_queue(void **state)
{
    (void)state;
    const char *reviewer = signed_in("rina", "reviewer");
    assert_int_equal(call("GET", "/admin/messages", NULL, NULL).status, 401);
    assert_int_equal(call("GET", "/admin/messages", reviewer, NULL).status, 403);
    assert_int_equal(call("POST", "/admin/messages/msg_1/send", reviewer, NULL).status, 403);
}

static void the_queue_shows_no_text_and_no_address(void **state)
{
    (void)state;
    const char *admin = signed_in("adi", "admin");
    write_down("budi@contoh.go.id", "otp");
    struct answer a = call("GET", "/admin/messages?limit=1", admin, NULL);
    assert_int_equal(size_of(a), 1);
    assert_string_equal(answer_text(&a, "data.0.to"), "b…@contoh.go.id");
    assert_null(strstr(a.text, "123456"));
    a = call("GET", arena_printf(api_arena(), "/admin/messages?limit=1&cursor=%s",
                                 answer_text(&a, "meta.next_cursor")), admin, NULL);
    assert_string_equal(answer_text(&a, "data.0.to"), "6281…76");
    assert_int_equal(call("GET", "/admin/messages?cursor=x", admin, NULL).status, 422);
    assert_int_equal(call("GET", "/admin/messages?status=lost", admin, NULL).status, 422);
    assert_int_equal(size_of(call("GET", "/admin/messages?status=dead", admin, NULL)), 0);
}

static void a_last_page_that_is_full_leads_nowhere(void **state)
{
    (void)state;
    const char *admin = signed_in("ani", "admin");
    write_down(PHONE, "otp");
    size_t const all = size_of(call("GET", "/admin/messages?limit=100", admin, NULL));
    struct answer a = call("GET", arena_printf(api_arena(), "/admin/messages?limit=%zu", all),
                           admin, NULL);
    assert_int_equal(size_of(a), all);
    assert_string_equal(answer_text(&a, "meta.next_cursor"), "");
}

static void a_dead_message_is_sent_again_on_demand(void **state)
{
    (void)state;
    const char *admin = signed_in("ayu", "admin");
    write_down("dead@contoh.go.id", "notification");
    struct answer a = call("GET", "/admin/messages?limit=1", admin, NULL);
    const char *path = arena_printf(api_arena(), "/admin/messages/%s/send",
                                    answer_text(&a, "data.0.id"));
    assert_ok(db_run(api_db(), "UPDATE messages SET status = 'dead', last_error = 'no route'"
                               " WHERE id = $1", TEXT(answer_text(&a, "data.0.id"))));
    a = call("POST", path, admin, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.status"), "queued");
    assert_ok(db_run(api_db(), "UPDATE messages SET status = 'sent' WHERE status <> 'sent'"));
    assert_int_equal(call("POST", path, admin, NULL).status, 409);
    assert_int_equal(call("POST", "/admin/messages/msg_none/send", admin, NULL).status, 404);
}

static void the_channels_are_told_with_todays_budgets(void **state)
{
    (void)state;
    const char *admin = signed_in("asih", "admin"), *reviewer = signed_in("rosa", "reviewer");
    struct answer a = call("GET", "/admin/message-channels", admin, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.channels.0.channel"), "whatsapp");
    assert_string_equal(answer_text(&a, "data.channels.2.provider"), "outbox");
    assert_int_equal(answer_int(&a, "data.budgets.0.limit"), 5000);
    refuses(call("GET", "/admin/message-channels", reviewer, NULL), 403, "forbidden");
    refuses(call("GET", "/admin/message-channels", NULL, NULL), 401, "unauthenticated");
}

static void all_that_failed_is_sent_again_on_demand(void **state)
{
    (void)state;
    const char *admin = signed_in("anggi", "admin"), *reviewer = signed_in("rudi", "reviewer");
    write_down("gagal@contoh.go.id", "notification");
    assert_ok(db_run(api_db(), "UPDATE messages SET status = 'dead', last_error = 'no route',"
                               " handed_at = NULL, slot = NULL WHERE channel = 'email'"));
    struct answer a = call("POST", "/admin/messages/retry", admin, json_pack("{ss}", "channel",
                                                                             "sms"));
    assert_int_equal(answer_int(&a, "data.queued"), 0);
    a = call("POST", "/admin/messages/retry", admin,
             json_pack("{ss ss}", "channel", "email", "template", "notification"));
    assert_int_equal(a.status, 200);
    assert_true(answer_int(&a, "data.queued") > 0);
    assert_int_equal(answer_int(&a, "data.left"), 0);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = $1",
                               "message.send_all_again"), 2);
    faults(call("POST", "/admin/messages/retry", admin, json_pack("{ss}", "channel", "fax")),
           "channel", "not_a_choice");
    refuses(call("POST", "/admin/messages/retry", reviewer, json_object()), 403, "forbidden");
    refuses(call("POST", "/admin/messages/retry", NULL, json_object()), 401, "unauthenticated");
}

static void one_message_comes_with_its_chain(void **state)
{
    (void)state;
    const char *admin = signed_in("agus", "admin");
    write_down("rantai@contoh.go.id", "notification");
    struct answer a = call("GET", "/admin/messages?limit=1", admin, NULL);
    const char *id = answer_text(&a, "data.0.id");
    a = call("GET", arena_printf(api_arena(), "/admin/messages/%s", id), admin, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.chain.0.id"), id);
    assert_int_equal(json_array_size(json_object_get(json_object_get(a.json, "data"), "chain")),
                     1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_mailbox_shows_the_newest_first),
        cmocka_unit_test(the_mailbox_of_nobody_is_empty_and_that_of_all_is_not),
        cmocka_unit_test(only_admins_see_the_queue),
        cmocka_unit_test(the_queue_shows_no_text_and_no_address),
        cmocka_unit_test(a_last_page_that_is_full_leads_nowhere),
        cmocka_unit_test(a_dead_message_is_sent_again_on_demand),
        cmocka_unit_test(the_channels_are_told_with_todays_budgets),
        cmocka_unit_test(all_that_failed_is_sent_again_on_demand),
        cmocka_unit_test(one_message_comes_with_its_chain),
    };
    return cmocka_run_group_tests_name("messages api", tests, api_begin, api_end);
}
