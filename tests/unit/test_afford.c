/* What messages may cost that strangers cause. NOW is 05.13 in the morning in western Indonesia. */
#include "domain/budgets/budgets.h"
#include "domain/messages/afford.h"
#include "domain/messages/delivery.h"
#include "domain/notifications/notifications.h"
#include "domain/settings/settings.h"
#include "support/people.h"
#include "support/sealed.h"

#include <stdlib.h>
#include <string.h>

#define HERE "192.0.2.1"
#define VICTIM "6281234567890"

enum { DAY_S = 86400, TO_MIDNIGHT_S = 67600 };

static int begin(void **state)
{
    if (sealed_begin(state))
        return 1;
    return messages_setup(&(struct delivery_settings){ .public_url = "https://simpul.example" })
           != OK;
}

/* 0: it may be sent; else how long to wait. */
static int64_t spend(struct world *w, struct spending s, int64_t now)
{
    int64_t wait_s = 0;
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    enum err const e = message_afford(tx.db, &s, now, &wait_s);
    assert_true(e == OK || e == TOO_MANY);
    assert_int_equal(e == TOO_MANY, wait_s > 0);
    if (!e)
        assert_ok(tx_commit(&tx));
    return wait_s;
}

static struct spending to_number(struct world *w, int i, const char *ip)
{
    return (struct spending){ .channel = "whatsapp", .ip = ip,
                              .to = arena_printf(&w->arena, "62812%08d", i) };
}

static struct spending from_address(struct world *w, int i, const char *to)
{
    return (struct spending){ .channel = "whatsapp", .to = to,
                              .ip = arena_printf(&w->arena, "10.0.%d.%d", i / 250, i % 250) };
}

static void limit(struct world *w, const char *setting, int value)
{
    assert_ok(setting_change(w->db, setting, arena_printf(&w->arena, "%d", value), ALICE, NOW));
    settings_forget();
}

static void a_number_rings_less_and_less_often(void **state)
{
    struct world *w = *state;
    static const int64_t pauses[] = { 120, 240, 480, 960, 1920, 3600, 3600 };
    struct spending const s = { .channel = "whatsapp", .to = VICTIM, .ip = HERE };
    int64_t now = NOW;
    for (int i = 0; i < 10; i++)
        assert_int_equal(spend(w, s, now), 0);
    for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
        assert_int_equal(spend(w, s, now), pauses[i]);
        assert_int_equal(spend(w, s, now + pauses[i] - 1), 1);
        now += pauses[i];
        assert_int_equal(spend(w, s, now), 0);
    }
}

static void a_flood_from_many_addresses_to_one_number_ends(void **state)
{
    struct world *w = *state;
    int arrived = 0;
    for (int i = 0; i < 1000; i++)
        arrived += spend(w, from_address(w, i, VICTIM), NOW + i * 60) == 0;
    assert_int_equal(arrived, 20);
    assert_true(spend(w, from_address(w, 0, "+62 812-3456-7890"), NOW + 60000) > 0);
}

static void a_flood_from_one_address_to_many_numbers_ends(void **state)
{
    struct world *w = *state;
    int sent = 0;
    for (int i = 0; i < 1000; i++)
        sent += spend(w, to_number(w, i, HERE), NOW) == 0;
    assert_int_equal(sent, 100);
    for (int i = 1000; i < 3000; i++)
        sent += spend(w, to_number(w, i, HERE), NOW + i * 15) == 0;
    assert_true(sent > 150 && sent <= 300);
}

static void one_subscribers_network_is_one_address(void **state)
{
    struct world *w = *state;
    int sent = 0;
    for (int i = 0; i < 200; i++)
        sent += spend(w, to_number(w, i, arena_printf(&w->arena, "2001:db8::%x", i)), NOW) == 0;
    assert_int_equal(sent, 100);
    assert_int_equal(spend(w, to_number(w, 900, "2001:db8:0:1::1"), NOW), 0);
    assert_int_equal(spend(w, to_number(w, 901, "::ffff:192.0.2.1"), NOW), 0);
}

static void a_flood_from_everywhere_to_everybody_ends_with_the_day(void **state)
{
    struct world *w = *state;
    limit(w, "messages.day", 50);
    for (int i = 0; i < 50; i++)
        assert_int_equal(spend(w, from_address(w, i, to_number(w, i, NULL).to), NOW), 0);
    assert_int_equal(spend(w, from_address(w, 51, to_number(w, 51, NULL).to), NOW),
                     TO_MIDNIGHT_S);
    assert_int_equal(spend(w, to_number(w, 52, HERE), NOW + TO_MIDNIGHT_S - 1), 1);
    assert_int_equal(spend(w, to_number(w, 52, HERE), NOW + TO_MIDNIGHT_S), 0);
}

static void a_channel_has_a_limit_of_its_own(void **state)
{
    struct world *w = *state;
    struct spending mail = { .channel = "email", .to = "budi@contoh.go.id", .ip = HERE };
    limit(w, "messages.day.whatsapp", 1);
    assert_int_equal(spend(w, to_number(w, 1, HERE), NOW), 0);
    assert_int_equal(spend(w, to_number(w, 2, HERE), NOW), TO_MIDNIGHT_S);
    assert_int_equal(spend(w, mail, NOW), 0);
    limit(w, "messages.day.email", 0);
    assert_int_equal(spend(w, mail, NOW), TO_MIDNIGHT_S);
}

/* Where WhatsApp is not configured an SMS goes out, and that is what it costs. */
static void what_goes_by_another_channel_is_charged_there(void **state)
{
    struct world *w = *state;
    messages_use("whatsapp", NULL);
    limit(w, "messages.day.sms", 1);
    assert_int_equal(spend(w, to_number(w, 1, HERE), NOW), 0);
    assert_int_equal(spend(w, to_number(w, 2, HERE), NOW), TO_MIDNIGHT_S);
}

static void sms_stand_in_only_while_the_day_affords_them(void **state)
{
    struct world *w = *state;
    bool is_affordable = false;
    limit(w, "messages.day.sms", 2);
    for (int i = 0; i < 3; i++) {
        assert_ok(message_afford_sms(w->db, NOW, &is_affordable));
        assert_int_equal(is_affordable, i < 2);
    }
    assert_ok(message_afford_sms(w->db, NOW + DAY_S, &is_affordable));
    assert_true(is_affordable);
}

static void who_has_proven_himself_is_not_held_up_by_strangers(void **state)
{
    struct world *w = *state;
    struct spending known = to_number(w, 7, NULL);
    known.is_proven = true;
    limit(w, "messages.day", 11);
    for (int i = 0; i < 11; i++)
        assert_int_equal(spend(w, to_number(w, 100 + i, HERE), NOW), 0);
    assert_true(spend(w, to_number(w, 2, HERE), NOW) > 0);
    for (int i = 0; i < 10; i++)
        assert_int_equal(spend(w, known, NOW), 0);
    assert_int_equal(spend(w, known, NOW), 120);        /* his number is guarded all the same */
}

static void many_accounts_spend_no_more_than_as_much_again(void **state)
{
    struct world *w = *state;
    limit(w, "messages.day", 3);
    for (int i = 0; i < 6; i++) {
        struct spending known = from_address(w, i, to_number(w, i, NULL).to);
        known.is_proven = true;
        assert_int_equal(spend(w, known, NOW), 0);
    }
    struct spending seventh = from_address(w, 7, to_number(w, 7, NULL).to);
    seventh.is_proven = true;
    assert_int_equal(spend(w, seventh, NOW), TO_MIDNIGHT_S);
    assert_int_equal(spend(w, seventh, NOW + TO_MIDNIGHT_S), 0);
}

static void messages_to_nobody_are_counted_but_not_charged(void **state)
{
    struct world *w = *state;
    struct spending nobody = { .channel = "whatsapp", .to = VICTIM, .is_for_nobody = true };
    limit(w, "messages.day", 1);
    for (int i = 0; i < 10; i++)
        assert_int_equal(spend(w, nobody, NOW), 0);
    assert_int_equal(spend(w, nobody, NOW), 120);
    assert_int_equal(spend(w, to_number(w, 1, HERE), NOW), 0);
    assert_int_equal(spend(w, nobody, NOW + 120), TO_MIDNIGHT_S - 120);
}

static void what_is_given_up_costs_nothing(void **state)
{
    struct world *w = *state;
    struct spending const s = to_number(w, 1, HERE);
    int64_t wait_s = 0;
    limit(w, "messages.day", 1);
    {
        AUTO_TX struct tx tx = { 0 };
        assert_ok(tx_begin(&tx, w->db));
        assert_ok(message_afford(tx.db, &s, NOW, &wait_s));
    }
    assert_int_equal(spend(w, s, NOW), 0);
}

static enum err ask_for(struct world *w, const char *to)
{
    int64_t wait_s = 0;
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    return message_afford(tx.db, &(struct spending){ .channel = "sms", .to = to }, NOW, &wait_s);
}

static void numbers_that_earn_fees_are_refused_where_the_setting_says_so(void **state)
{
    struct world *w = *state;
    static const char *const strange[] = { "6221555000", "62809100200", "+881612345678",
                                           "4479111234567", "62900" };
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++)
        assert_ok(ask_for(w, strange[i]));
    assert_ok(setting_change(w->db, "messages.numbers", "mobile", ALICE, NOW));
    settings_forget();
    for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++) {
        if (!strstr(strange[i], "62809"))
            assert_err(RECIPIENT_REFUSED, ask_for(w, strange[i]));
    }
    assert_ok(ask_for(w, "0812 3456 7890"));
}

static void nobody_finds_numbers_in_the_table(void **state)
{
    struct world *w = *state;
    assert_int_equal(spend(w, (struct spending){ .channel = "sms", .to = VICTIM, .ip = HERE },
                           NOW), 0);
    AUTO_QUERY struct query q = db_query(w->db, "SELECT count(*) FROM message_budgets"
        " WHERE name LIKE '%6281%' OR name LIKE '%192%'");
    assert_true(query_next(&q));
    assert_int_equal(column_int(&q), 0);
}

static int warnings(struct world *w, const char *account_id, const char *kind)
{
    struct notifications found;
    int count = 0;
    assert_ok(notifications_of(w->db, &w->arena, account_id, NULL, 50, &found));
    for (int i = 0; i < found.count; i++)
        count += strcmp(found.items[i].kind, kind) == 0;
    return count;
}

static void admins_are_told_once_that_the_day_runs_out(void **state)
{
    struct world *w = *state;
    const char *adi = person_add(w->db, &w->arena, NULL, "adi", "admin");
    const char *bob = person_add(w->db, &w->arena, NULL, "bob", "member");
    limit(w, "messages.day", 10);
    for (int i = 0; i < 10; i++) {
        assert_int_equal(spend(w, to_number(w, i, HERE), NOW), 0);
        assert_ok(budgets_watch(w->db, NOW));
        assert_int_equal(warnings(w, adi, "messages.budget_low"), i >= 7);
        assert_int_equal(warnings(w, adi, "messages.budget_spent"), i >= 9);
    }
    assert_ok(budgets_watch(w->db, NOW));
    assert_int_equal(warnings(w, adi, "messages.budget_spent"), 1);
    assert_int_equal(warnings(w, bob, "messages.budget_spent"), 0);
    assert_int_equal(spend(w, to_number(w, 0, HERE), NOW + DAY_S), 0);
    assert_ok(budgets_watch(w->db, NOW + DAY_S));
    assert_int_equal(warnings(w, adi, "messages.budget_low"), 1);
}

static void old_days_are_swept(void **state)
{
    struct world *w = *state;
    assert_int_equal(spend(w, to_number(w, 1, HERE), NOW), 0);
    assert_ok(budgets_sweep(w->db, NOW));
    assert_int_equal(spend(w, to_number(w, 2, HERE), NOW + DAY_S), 0);
    assert_ok(budgets_sweep(w->db, NOW + DAY_S));
    AUTO_QUERY struct query q = db_query(w->db, "SELECT count(*) FROM message_budgets");
    assert_true(query_next(&q));
    assert_int_equal(column_int(&q), 4);
}

static void the_figures_name_every_channel(void **state)
{
    struct world *w = *state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_int_equal(spend(w, to_number(w, 1, HERE), NOW), 0);
    assert_ok(budgets_print_metrics(w->db, NOW, out));
    afford_print_metrics(out);
    fclose(out);
    assert_non_null(strstr(text, "simpul_message_budget_used{channel=\"all\"} 1\n"));
    assert_non_null(strstr(text, "simpul_message_budget_limit{channel=\"sms\"} 1000\n"));
    assert_non_null(strstr(text, "simpul_messages_refused_total{reason=\"recipient\"}"));
    free(text);
}

#define spending(test) cmocka_unit_test_setup_teardown(test, begin, sealed_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        spending(a_number_rings_less_and_less_often),
        spending(a_flood_from_many_addresses_to_one_number_ends),
        spending(a_flood_from_one_address_to_many_numbers_ends),
        spending(one_subscribers_network_is_one_address),
        spending(a_flood_from_everywhere_to_everybody_ends_with_the_day),
        spending(a_channel_has_a_limit_of_its_own),
        spending(what_goes_by_another_channel_is_charged_there),
        spending(sms_stand_in_only_while_the_day_affords_them),
        spending(who_has_proven_himself_is_not_held_up_by_strangers),
        spending(many_accounts_spend_no_more_than_as_much_again),
        spending(messages_to_nobody_are_counted_but_not_charged),
        spending(what_is_given_up_costs_nothing),
        spending(numbers_that_earn_fees_are_refused_where_the_setting_says_so),
        spending(nobody_finds_numbers_in_the_table),
        spending(admins_are_told_once_that_the_day_runs_out),
        spending(old_days_are_swept),
        spending(the_figures_name_every_channel),
    };
    return cmocka_run_group_tests_name("afford", tests, NULL, NULL);
}
