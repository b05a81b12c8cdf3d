/* Delivery: another channel, and what may have arrived. */
#include "base/clock.h"
#include "support/providers.h"

#include <string.h>

/* ---- fallback */

static void a_code_that_whatsapp_refuses_goes_by_sms(void **state)
{
    struct world *w = *state;
    whatsapp.says = refuses_it;
    write_down(w, &code_message, NOW);
    deliver_all(w, NOW);
    assert_int_equal(sms.asked, 1);
    assert_string_equal(sms.code, "012345");
    assert_string_equal(sms.to, PHONE);
    assert_string_equal(nth_message(w, 0).status, "dead");
    assert_string_equal(nth_message(w, 0).last_error, "no such number");
    assert_string_equal(nth_message(w, 1).status, "sent");
    assert_string_equal(nth_message(w, 1).channel, "sms");
    assert_string_equal(nth_message(w, 1).fallback_of, nth_message(w, 0).id);
}

static void a_code_that_proves_a_number_never_goes_by_email(void **state)
{
    struct world *w = *state;
    whatsapp.says = sms.says = refuses_it;
    write_down(w, &code_message, NOW);
    deliver_all(w, NOW);
    assert_int_equal(email.asked, 0);
    assert_int_equal(count_of(w, "dead"), 2);
}

static void a_link_goes_by_sms_and_then_by_email(void **state)
{
    struct world *w = *state;
    whatsapp.says = sms.says = refuses_it;
    write_down(w, &reset_message, NOW);
    deliver_all(w, NOW);
    assert_string_equal(email.to, EMAIL);
    assert_non_null(strstr(email.text, "token=t"));
    assert_string_equal(nth_message(w, 2).fallback_of, nth_message(w, 1).id);
    assert_int_equal(count_of(w, "sent"), 1);
}

static void a_notification_costs_no_sms(void **state)
{
    struct world *w = *state;
    whatsapp.says = refuses_it;
    write_down(w, &notice_message, NOW);
    deliver_all(w, NOW);
    assert_int_equal(sms.asked, 0);
    assert_int_equal(email.asked, 1);
}

static void a_code_waits_half_a_minute_for_whatsapp(void **state)
{
    struct world *w = *state;
    whatsapp.says = is_down;
    write_down(w, &code_message, NOW);
    for (int64_t now = NOW; now < NOW + 30; now++)
        deliver_all(w, now);
    assert_int_equal(whatsapp.asked, 3);
    assert_int_equal(sms.asked, 0);
    deliver_all(w, NOW + 30);
    assert_int_equal(sms.asked, 1);
    assert_string_equal(sms.code, whatsapp.code);
}

static void a_code_without_another_channel_is_tried_to_its_end(void **state)
{
    struct world *w = *state;
    messages_use("sms", NULL);
    whatsapp.says = is_down;
    write_down(w, &code_message, NOW);
    for (int64_t now = NOW; now <= NOW + 300; now++)
        deliver_all(w, now);
    assert_int_equal(whatsapp.asked, 6);
    assert_int_equal(count_of(w, "dead"), 1);
}

static void a_channel_that_is_not_configured_is_passed_over(void **state)
{
    struct world *w = *state;
    messages_use("whatsapp", NULL);
    write_down(w, &code_message, NOW);
    assert_string_equal(nth_message(w, 0).channel, "sms");
    messages_use("sms", NULL);
    write_down(w, &reset_message, NOW);
    deliver_all(w, NOW);
    assert_string_equal(email.to, EMAIL);
    assert_string_equal(nth_message(w, 0).last_error, "this channel is not configured");
}

static void no_second_code_goes_out_for_one_that_was_replaced(void **state)
{
    struct world *w = *state;
    struct message newer = code_message;
    newer.code = "654321";
    whatsapp.says = is_down;
    write_down(w, &code_message, NOW);
    deliver_all(w, NOW);
    write_down(w, &newer, NOW + 10);
    deliver_all(w, NOW + 10);
    for (int64_t now = NOW + 10; now < NOW + 120; now++)
        deliver_all(w, now);
    assert_int_equal(sms.asked, 1);
    assert_string_equal(sms.code, "654321");
    assert_string_equal(nth_message(w, 0).last_error, "a newer one replaced it");
}

/* The first was under way when the second was written down, and fails only then. */
static void a_code_replaced_while_under_way_is_not_sent_again(void **state)
{
    struct world *w = *state;
    struct message newer = code_message;
    newer.code = "654321";
    write_down(w, &code_message, NOW);
    dies_while_handing_over(w, NOW);
    write_down(w, &newer, NOW + 1);
    deliver_all(w, NOW + 61);
    assert_int_equal(whatsapp.asked, 1);
    assert_string_equal(whatsapp.code, "654321");
    assert_string_equal(nth_message(w, 0).last_error, "a newer one replaced it");
}

static void an_expired_code_goes_nowhere(void **state)
{
    struct world *w = *state;
    write_down(w, &code_message, NOW);
    deliver_all(w, NOW + 300);
    assert_int_equal(whatsapp.asked + sms.asked, 0);
    assert_int_equal(count_of(w, "dead"), 1);
    assert_ok(messages_wipe(w->db, NOW + 300));
    assert_int_equal(kept_contents(w), 0);
}

/* ---- doubt */

static void what_was_never_answered_is_sent_again(void **state)
{
    struct world *w = *state;
    write_down(w, &notice_message, NOW);
    dies_while_handing_over(w, NOW);
    deliver_all(w, NOW + 59);
    assert_int_equal(whatsapp.asked, 0);
    deliver_all(w, NOW + 60);
    assert_int_equal(whatsapp.asked, 1);
    assert_string_equal(nth_message(w, 0).status, "sent");
    assert_non_null(strstr(nth_message(w, 0).last_error, "may have arrived, too"));
}

static void a_provider_that_drops_repeats_leaves_no_doubt(void **state)
{
    struct world *w = *state;
    of_whatsapp.doubt = DOUBT_SEND_SAME;
    write_down(w, &notice_message, NOW);
    dies_while_handing_over(w, NOW);
    deliver_all(w, NOW + 60);
    assert_string_equal(nth_message(w, 0).id, whatsapp.id);
    assert_null(nth_message(w, 0).last_error);
}

static void what_must_never_arrive_twice_stops_and_waits_for_an_admin(void **state)
{
    struct world *w = *state;
    of_whatsapp.doubt = DOUBT_STOP;
    write_down(w, &notice_message, NOW);
    dies_while_handing_over(w, NOW);
    deliver_all(w, NOW + 60);
    assert_int_equal(whatsapp.asked + email.asked, 0);
    assert_non_null(strstr(nth_message(w, 0).last_error, "it may have arrived"));
    assert_ok(message_again(w->db, nth_message(w, 0).id, NOW + 61));
    deliver_all(w, NOW + 61);
    assert_int_equal(whatsapp.asked, 1);
}

static void a_receipt_settles_the_doubt(void **state)
{
    struct world *w = *state;
    of_whatsapp.doubt = DOUBT_AWAIT_RECEIPT;
    of_whatsapp.sends_receipts = true;
    whatsapp.says = is_silent;
    write_down(w, &notice_message, NOW);
    deliver_all(w, NOW);
    struct receipt const sent = { .kind = RECEIPT_SENT, .provider = "provider",
                                  .provider_id = "wamid.1", .message_id = nth_message(w, 0).id,
                                  .at = NOW + 2 };
    assert_ok(receipt_take(w->db, &sent, NOW + 3));
    for (int64_t now = NOW; now < NOW + 200; now += 10)
        deliver_all(w, now);
    assert_int_equal(whatsapp.asked, 1);
    assert_string_equal(nth_message(w, 0).status, "sent");
    assert_int_equal(nth_message(w, 0).sent_at, NOW + 2);
}

static void without_a_receipt_it_is_sent_again_after_a_minute(void **state)
{
    struct world *w = *state;
    of_whatsapp.doubt = DOUBT_AWAIT_RECEIPT;
    whatsapp.says = is_silent;
    write_down(w, &notice_message, NOW);
    deliver_all(w, NOW);
    deliver_all(w, NOW + 59);
    assert_int_equal(whatsapp.asked, 1);
    whatsapp.says = takes_it;
    deliver_all(w, NOW + 60);
    assert_int_equal(whatsapp.asked, 2);
    assert_string_equal(nth_message(w, 0).status, "sent");
}

/* Receipts of the time when nobody listened come late: a minute from the start. */
static void a_server_that_was_down_awaits_receipts_first(void **state)
{
    struct world *w = *state;
    of_whatsapp.doubt = DOUBT_AWAIT_RECEIPT;
    write_down(w, &notice_message, NOW);
    dies_while_handing_over(w, NOW);
    clock_stop_at(NOW + 1000);
    assert_ok(messages_setup(&(struct delivery_settings){ .public_url = "" }));
    messages_use("whatsapp", &of_whatsapp);
    deliver_all(w, NOW + 1001);
    deliver_all(w, NOW + 1059);
    assert_int_equal(whatsapp.asked, 0);
    deliver_all(w, NOW + 1060);
    assert_int_equal(whatsapp.asked, 1);
}

static void a_code_awaits_its_receipt_for_half_a_minute(void **state)
{
    struct world *w = *state;
    of_whatsapp.doubt = DOUBT_AWAIT_RECEIPT;
    whatsapp.says = is_silent;
    write_down(w, &code_message, NOW);
    for (int64_t now = NOW; now < NOW + 200; now++)
        deliver_all(w, now);
    assert_int_equal(whatsapp.asked, 1);
    assert_int_equal(sms.asked, 1);
    assert_string_equal(sms.code, whatsapp.code);
}

/* Too late for the stand-in, but in time for the truth. */
static void a_late_receipt_corrects_what_was_given_up(void **state)
{
    struct world *w = *state;
    struct receipt r = { .kind = RECEIPT_DELIVERED, .provider = "provider", .at = NOW + 40,
                         .provider_id = "wamid.1" };
    a_code_awaits_its_receipt_for_half_a_minute(state);
    assert_string_equal(nth_message(w, 0).status, "dead");
    r.message_id = nth_message(w, 0).id;
    assert_ok(receipt_take(w->db, &r, NOW + 40));
    assert_string_equal(nth_message(w, 0).status, "sent");
    assert_int_equal(nth_message(w, 0).delivered_at, NOW + 40);
}

static void a_message_under_way_cannot_be_sent_again_by_hand(void **state)
{
    struct world *w = *state;
    write_down(w, &notice_message, NOW);
    dies_while_handing_over(w, NOW);
    assert_err(CONFLICT, message_again(w->db, nth_message(w, 0).id, NOW + 5));
    assert_ok(message_again(w->db, nth_message(w, 0).id, NOW + 60));
}

static void a_message_with_a_stand_in_cannot_be_sent_again(void **state)
{
    struct world *w = *state;
    whatsapp.says = refuses_it;
    write_down(w, &reset_message, NOW);
    deliver_all(w, NOW);
    assert_err(CONFLICT, message_again(w->db, nth_message(w, 0).id, NOW + 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_providers(a_code_that_whatsapp_refuses_goes_by_sms),
        with_providers(a_code_that_proves_a_number_never_goes_by_email),
        with_providers(a_link_goes_by_sms_and_then_by_email),
        with_providers(a_notification_costs_no_sms),
        with_providers(a_code_waits_half_a_minute_for_whatsapp),
        with_providers(a_code_without_another_channel_is_tried_to_its_end),
        with_providers(a_channel_that_is_not_configured_is_passed_over),
        with_providers(no_second_code_goes_out_for_one_that_was_replaced),
        with_providers(a_code_replaced_while_under_way_is_not_sent_again),
        with_providers(an_expired_code_goes_nowhere),
        with_providers(what_was_never_answered_is_sent_again),
        with_providers(a_provider_that_drops_repeats_leaves_no_doubt),
        with_providers(what_must_never_arrive_twice_stops_and_waits_for_an_admin),
        with_providers(a_receipt_settles_the_doubt),
        with_providers(without_a_receipt_it_is_sent_again_after_a_minute),
        with_providers(a_server_that_was_down_awaits_receipts_first),
        with_providers(a_code_awaits_its_receipt_for_half_a_minute),
        with_providers(a_late_receipt_corrects_what_was_given_up),
        with_providers(a_message_under_way_cannot_be_sent_again_by_hand),
        with_providers(a_message_with_a_stand_in_cannot_be_sent_again),
    };
    return cmocka_run_group_tests_name("delivery", tests, NULL, NULL);
}
