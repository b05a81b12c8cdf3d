/* Delivery: the pace, and what providers tell afterwards. */
#include "support/providers.h"

#include <string.h>

/* ---- pace */

static void a_provider_that_asks_for_a_pause_gets_it(void **state)
{
    struct world *w = *state;
    whatsapp.says = (struct outcome){ .handed = NOT_YET, .why = "429", .retry_after_s = 600 };
    write_down(w, &notice_message, NOW);
    write_down(w, &notice_message, NOW);
    deliver_all(w, NOW);
    deliver_all(w, NOW + 599);
    assert_int_equal(whatsapp.asked, 1);
    assert_int_equal(nth_message(w, 1).attempts, 0);
    whatsapp.says = takes_it;
    deliver_all(w, NOW + 600);
    assert_int_equal(whatsapp.asked, 3);
    assert_int_equal(count_of(w, "sent"), 2);
}

static void nobody_may_ask_for_more_than_an_hour(void **state)
{
    struct world *w = *state;
    whatsapp.says = (struct outcome){ .handed = NOT_YET, .why = "429", .retry_after_s = INT64_MAX };
    write_down(w, &notice_message, NOW);
    deliver_all(w, NOW);
    deliver_all(w, NOW + 3599);
    assert_int_equal(whatsapp.asked, 1);
    deliver_all(w, NOW + 3600);
    assert_int_equal(whatsapp.asked, 2);
}

static void a_code_does_not_wait_for_the_end_of_a_pause(void **state)
{
    struct world *w = *state;
    whatsapp.says = (struct outcome){ .handed = NOT_YET, .why = "429", .retry_after_s = 600 };
    write_down(w, &code_message, NOW);
    deliver_all(w, NOW);
    deliver_all(w, NOW + 30);
    assert_int_equal(whatsapp.asked, 1);
    assert_int_equal(sms.asked, 1);
}

static void no_more_go_out_than_the_pace_allows(void **state)
{
    struct world *w = *state;
    of_whatsapp.per_minute = 60;
    messages_use("whatsapp", &of_whatsapp);
    write_down(w, &notice_message, NOW);
    write_down(w, &notice_message, NOW);
    deliver_all(w, NOW);
    assert_int_equal(whatsapp.asked, 1);
    deliver_all(w, NOW);
    assert_int_equal(whatsapp.asked, 1);
    assert_int_equal(count_of(w, "queued"), 1);
}

static void codes_overtake_what_nobody_waits_for(void **state)
{
    struct world *w = *state;
    write_down(w, &notice_message, NOW);
    write_down(w, &code_message, NOW);
    assert_ok(messages_deliver_next(w->db, "whatsapp", NOW));
    assert_string_equal(whatsapp.code, "012345");
}

/* ---- receipts */

static void tell(struct world *w, enum receipt_kind kind, int64_t at)
{
    struct receipt const r = { .kind = kind, .provider = "provider", .provider_id = "wamid.1",
                               .why = "131026 undeliverable", .at = at };
    assert_ok(receipt_take(w->db, &r, at));
}

static void sent_with_receipts(struct world *w, const struct message *m)
{
    of_whatsapp.sends_receipts = true;
    whatsapp.says = (struct outcome){ .handed = TAKEN, .provider_id = "wamid.1" };
    write_down(w, m, NOW);
    deliver_all(w, NOW);
}

static void a_receipt_says_when_it_arrived_and_wipes_it(void **state)
{
    struct world *w = *state;
    sent_with_receipts(w, &notice_message);
    assert_int_equal(kept_contents(w), 1);
    tell(w, RECEIPT_SENT, NOW + 1);
    assert_int_equal(kept_contents(w), 1);
    tell(w, RECEIPT_DELIVERED, NOW + 2);
    assert_int_equal(kept_contents(w), 0);
    tell(w, RECEIPT_READ, NOW + 60);
    tell(w, RECEIPT_DELIVERED, NOW + 70);
    tell(w, RECEIPT_SENT, NOW + 80);
    assert_int_equal(nth_message(w, 0).sent_at, NOW);
    assert_int_equal(nth_message(w, 0).delivered_at, NOW + 2);
    assert_int_equal(nth_message(w, 0).read_at, NOW + 60);
    assert_string_equal(nth_message(w, 0).status, "sent");
}

static void without_a_receipt_it_is_wiped_all_the_same(void **state)
{
    struct world *w = *state;
    sent_with_receipts(w, &notice_message);
    assert_ok(messages_wipe(w->db, NOW + 3599));
    assert_int_equal(kept_contents(w), 1);
    assert_ok(messages_wipe(w->db, NOW + 3600));
    assert_int_equal(kept_contents(w), 0);
}

static void a_receipt_of_failure_stands_the_next_channel_in_once(void **state)
{
    struct world *w = *state;
    sent_with_receipts(w, &code_message);
    tell(w, RECEIPT_FAILED, NOW + 3);
    tell(w, RECEIPT_FAILED, NOW + 4);
    deliver_all(w, NOW + 5);
    assert_int_equal(sms.asked, 1);
    assert_string_equal(sms.code, "012345");
    assert_int_equal(nth_message(w, 0).failed_at, NOW + 3);
    assert_string_equal(nth_message(w, 0).status, "dead");
    assert_string_equal(nth_message(w, 0).last_error, "131026 undeliverable");
}

static void a_failure_after_the_end_of_a_code_changes_nothing_else(void **state)
{
    struct world *w = *state;
    sent_with_receipts(w, &code_message);
    tell(w, RECEIPT_FAILED, NOW + 300);
    deliver_all(w, NOW + 300);
    assert_int_equal(sms.asked, 0);
}

static void what_arrived_does_not_fail_any_more(void **state)
{
    struct world *w = *state;
    sent_with_receipts(w, &code_message);
    tell(w, RECEIPT_DELIVERED, NOW + 1);
    tell(w, RECEIPT_FAILED, NOW + 2);
    assert_string_equal(nth_message(w, 0).status, "sent");
    assert_int_equal(nth_message(w, 0).failed_at, 0);
}

static void a_receipt_for_nothing_we_know_is_harmless(void **state)
{
    struct world *w = *state;
    write_down(w, &notice_message, NOW);
    struct receipt r = { .kind = RECEIPT_FAILED, .provider = "provider", .provider_id = "wamid.9",
                         .at = NOW };
    assert_ok(receipt_take(w->db, &r, NOW));
    r.message_id = nth_message(w, 0).id;    /* ours, but another provider's, and never sent */
    r.provider = "another";
    assert_ok(receipt_take(w->db, &r, NOW));
    r.provider = "provider";
    assert_ok(receipt_take(w->db, &r, NOW));
    assert_string_equal(nth_message(w, 0).status, "queued");
    assert_int_equal(count_of(w, NULL), 1);
}

static void production_wants_a_phone_channel_and_email(void **state)
{
    (void)state;
    struct delivery_settings const s = { .public_url = "", .refuses_outbox = true };
    assert_err(BAD_INPUT, messages_setup(&s));
    assert_non_null(strstr(err_why(), "SIMPUL_EMAIL"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_providers(a_provider_that_asks_for_a_pause_gets_it),
        with_providers(nobody_may_ask_for_more_than_an_hour),
        with_providers(a_code_does_not_wait_for_the_end_of_a_pause),
        with_providers(no_more_go_out_than_the_pace_allows),
        with_providers(codes_overtake_what_nobody_waits_for),
        with_providers(a_receipt_says_when_it_arrived_and_wipes_it),
        with_providers(without_a_receipt_it_is_wiped_all_the_same),
        with_providers(a_receipt_of_failure_stands_the_next_channel_in_once),
        with_providers(a_failure_after_the_end_of_a_code_changes_nothing_else),
        with_providers(what_arrived_does_not_fail_any_more),
        with_providers(a_receipt_for_nothing_we_know_is_harmless),
        with_providers(production_wants_a_phone_channel_and_email),
    };
    return cmocka_run_group_tests_name("receipts", tests, NULL, NULL);
}
