/* How channels fare, what became of a message, and sending many again. */
#include "domain/messages/queue.h"
#include "support/providers.h"

#include <stdlib.h>
#include <string.h>

static struct channel_state state_of(struct world *w, int channel, int64_t now)
{
    struct channel_state all[CHANNEL_COUNT];
    assert_ok(channels_state(w->db, &w->arena, now, all));
    return all[channel];
}

static int64_t again(struct world *w, const char *channel, int64_t now, int64_t *left)
{
    int64_t count = 0;
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(messages_again(tx.db, &(struct mail_filter){ .channel = channel }, now, &count,
                             left));
    assert_ok(tx_commit(&tx));
    return count;
}

static void each_channel_tells_how_it_fares(void **state)
{
    struct world *w = *state;
    email.says = is_down;
    write_down(w, &code_message, NOW - 5);
    deliver_all(w, NOW);
    struct message mail = reset_message;
    mail.channel = "email";
    mail.to = EMAIL;
    write_down(w, &mail, NOW);
    deliver_all(w, NOW);
    write_down(w, &mail, NOW + 1);
    struct channel_state s = state_of(w, 0, NOW + 2);
    assert_string_equal(s.channel, "whatsapp");
    assert_int_equal(s.sent, 1);
    assert_int_equal(s.sent_at, NOW);
    assert_int_equal(s.queued, 0);
    assert_null(s.last_error);
    s = state_of(w, 2, NOW + 2);
    assert_int_equal(s.queued, 2);
    assert_int_equal(s.oldest_at, NOW);
    assert_int_equal(s.failed_at, NOW);
    assert_non_null(s.last_error);
    assert_int_equal(state_of(w, 0, NOW + 90000).sent, 0);
    messages_use("sms", NULL);
    assert_null(state_of(w, 1, NOW).provider);
}

static void a_chain_is_found_from_each_of_its_messages(void **state)
{
    struct world *w = *state;
    struct mails chain;
    whatsapp.says = sms.says = refuses_it;
    write_down(w, &reset_message, NOW);
    deliver_all(w, NOW);
    for (int i = 0; i < 3; i++) {
        assert_ok(message_chain(w->db, &w->arena, nth_message(w, i).id, &chain));
        assert_int_equal(chain.count, 3);
        assert_string_equal(chain.items[0].channel, "whatsapp");
        assert_string_equal(chain.items[1].channel, "sms");
        assert_string_equal(chain.items[2].channel, "email");
        assert_string_equal(chain.items[2].status, "sent");
    }
    assert_err(NOT_FOUND, message_chain(w->db, &w->arena, "msg_none", &chain));
}

static void all_that_failed_go_again_in_parts(void **state)
{
    struct world *w = *state;
    int64_t left = 0;
    struct message mail = notice_message;
    mail.channel = "email";
    mail.to = EMAIL;
    mail.slot = NULL;
    for (int i = 0; i < AGAIN_MAX + 3; i++)
        write_down(w, &mail, NOW);
    assert_ok(db_run(w->db, "UPDATE messages SET status = 'dead', last_error = 'no route'"));
    assert_int_equal(again(w, "sms", NOW, &left), 0);
    assert_int_equal(again(w, "email", NOW, &left), AGAIN_MAX);
    assert_int_equal(left, 3);
    assert_int_equal(again(w, NULL, NOW, &left), 3);
    assert_int_equal(left, 0);
    deliver_all(w, NOW);
    assert_int_equal(email.asked, AGAIN_MAX + 3);
}

static void what_is_void_or_may_have_arrived_is_passed_over(void **state)
{
    struct world *w = *state;
    int64_t left = 0;
    write_down(w, &reset_message, NOW);
    assert_ok(db_run(w->db, "UPDATE messages SET status = 'dead', handed_at = $1", INT(NOW)));
    assert_int_equal(again(w, NULL, NOW, &left), 0);
    assert_true(nth_message(w, 0).is_in_doubt);
    assert_ok(db_run(w->db, "UPDATE messages SET handed_at = NULL, expires_at = $1", INT(NOW)));
    assert_int_equal(again(w, NULL, NOW, &left), 0);
    assert_ok(db_run(w->db, "UPDATE messages SET expires_at = NULL, slot = 'a'"));
    struct message newer = reset_message;
    newer.slot = "a";
    write_down(w, &newer, NOW + 1);
    assert_int_equal(again(w, NULL, NOW + 1, &left), 0);
    assert_ok(db_run(w->db, "UPDATE messages SET slot = NULL"));
    assert_int_equal(again(w, NULL, NOW + 1, &left), 1);
}

static void what_another_channel_took_over_does_not_go_again(void **state)
{
    struct world *w = *state;
    int64_t left = 0;
    whatsapp.says = refuses_it;
    write_down(w, &code_message, NOW);
    deliver_all(w, NOW);
    assert_int_equal(again(w, NULL, NOW, &left), 0);
    assert_true(nth_message(w, 0).has_stand_in);
    assert_false(nth_message(w, 1).has_stand_in);
}

static void trying_a_channel_ends_with_that_channel(void **state)
{
    struct world *w = *state;
    struct message const m = { .channel = "whatsapp", .to = PHONE, .template = "channel_test",
                               .params = "{\"username\":\"adi\"}" };
    whatsapp.says = refuses_it;
    write_down(w, &m, NOW);
    deliver_all(w, NOW);
    assert_int_equal(sms.asked, 0);
    assert_string_equal(nth_message(w, 0).status, "dead");
    messages_use("whatsapp", NULL);
    write_down(w, &m, NOW);
    deliver_all(w, NOW);
    assert_string_equal(nth_message(w, 1).channel, "whatsapp");
    assert_string_equal(nth_message(w, 1).last_error, "this channel is not configured");
}

static void an_sms_that_costs_too_much_is_left_out_of_the_chain(void **state)
{
    struct world *w = *state;
    assert_ok(db_run(w->db, "INSERT INTO settings (name, value, updated_at)"
                            " VALUES ('messages.day.sms', '0', $1)", INT(NOW)));
    whatsapp.says = refuses_it;
    write_down(w, &reset_message, NOW);
    deliver_all(w, NOW);
    assert_int_equal(sms.asked, 0);
    assert_int_equal(email.asked, 1);
}

static void the_figures_are_by_channel(void **state)
{
    struct world *w = *state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    write_down(w, &code_message, NOW - 7);
    assert_ok(queue_print_metrics(w->db, NOW, out));
    fclose(out);
    assert_non_null(strstr(text, "simpul_messages_waiting{channel=\"whatsapp\"} 1\n"));
    assert_non_null(strstr(text, "simpul_messages_oldest_waiting_seconds{channel=\"whatsapp\"} 7"));
    assert_non_null(strstr(text, "simpul_messages_dead{channel=\"email\"} 0\n"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_providers(each_channel_tells_how_it_fares),
        with_providers(a_chain_is_found_from_each_of_its_messages),
        with_providers(all_that_failed_go_again_in_parts),
        with_providers(what_is_void_or_may_have_arrived_is_passed_over),
        with_providers(what_another_channel_took_over_does_not_go_again),
        with_providers(trying_a_channel_ends_with_that_channel),
        with_providers(an_sms_that_costs_too_much_is_left_out_of_the_chain),
        with_providers(the_figures_are_by_channel),
    };
    return cmocka_run_group_tests_name("queue", tests, NULL, NULL);
}
