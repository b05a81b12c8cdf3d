/* Quotas across restarts, and what members are told of them. */
#include "domain/quotas/quotas.h"

#include "base/zone.h"
#include "domain/bundles/bundles.h"
#include "domain/keys/keys.h"
#include "domain/limits/limits.h"
#include "domain/notifications/notifications.h"
#include "support/market.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

enum { DAY = 86400, NEXT_MONTH = 15 * DAY, TWO_MONTHS_ON = 65 * DAY };

static const char *bundle_id(struct world *w)
{
    struct bundle bundle;
    assert_ok(bundle_find(w->db, &w->arena, "wilayah", &bundle));
    return bundle.id;
}

static struct limits_call call_of(const char *subject, uint64_t per_day, uint64_t per_month)
{
    return (struct limits_call){ .grant = limits_meter_of(ALICE, subject),
                                 .grant_rule = { .quota_per_day = per_day,
                                                 .quota_per_month = per_month } };
}

static int taken(const struct limits_call *call, int64_t now, int tries)
{
    struct limits_state left;
    struct limits_time const time = { 1000000000, now };
    int count = 0;
    for (int i = 0; i < tries; i++)
        count += limits_take(call, &time, &left) == OK;
    return count;
}

static void restart(struct world *w)
{
    limits_close();
    assert_ok(quotas_restore(w->db));
}

static struct notifications told(struct world *w)
{
    struct notifications all;
    assert_ok(notifications_of(w->db, &w->arena, ALICE, NULL, 50, &all));
    return all;
}

static void a_restart_gives_no_quota_anew(void **state)
{
    struct world *w = *state;
    const char *bundle = bundle_id(w);
    struct limits_call call = call_of(bundle, 10, 100);
    assert_int_equal(taken(&call, NOW, 7), 7);
    assert_ok(quotas_save(w->db, NOW));
    restart(w);
    call = call_of(bundle, 10, 100);
    assert_int_equal(taken(&call, NOW, 7), 3);
    assert_ok(quotas_save(w->db, NOW));
    restart(w);
    call = call_of(bundle, 10, 100);
    assert_int_equal(taken(&call, NOW, 7), 0);
    assert_int_equal(taken(&call, NOW + DAY, 7), 7);
}

static void what_was_not_saved_is_all_that_a_crash_loses(void **state)
{
    struct world *w = *state;
    const char *bundle = bundle_id(w);
    struct limits_call call = call_of(bundle, 10, 0);
    taken(&call, NOW, 6);
    assert_ok(quotas_save(w->db, NOW));
    taken(&call, NOW, 2);
    restart(w);
    call = call_of(bundle, 10, 0);
    assert_int_equal(taken(&call, NOW, 20), 4);
}

static void nothing_is_written_while_nobody_calls(void **state)
{
    struct world *w = *state;
    struct limits_call const call = call_of(bundle_id(w), 10, 0);
    assert_null(limits_changed());
    taken(&call, NOW, 1);
    struct limits_count count;
    struct limits_meter *changed = limits_changed();
    assert_non_null(changed);
    assert_null(limits_count(changed, &count));
    assert_int_equal(count.day_calls, 1);
    assert_int_equal(count.day_limit, 10);
    assert_null(limits_changed());
}

static void a_member_is_told_at_80_and_100_per_cent_once(void **state)
{
    struct world *w = *state;
    struct limits_call const call = call_of(bundle_id(w), 10, 0);
    taken(&call, NOW, 7);
    assert_ok(quotas_save(w->db, NOW));
    assert_int_equal(told(w).count, 0);
    taken(&call, NOW, 1);
    assert_ok(quotas_save(w->db, NOW));
    taken(&call, NOW, 1);
    assert_ok(quotas_save(w->db, NOW));
    struct notifications all = told(w);
    assert_int_equal(all.count, 1);
    assert_string_equal(all.items[0].kind, "quota.warned");
    assert_non_null(strstr(all.items[0].params, "\"used\":8"));
    taken(&call, NOW, 5);
    assert_ok(quotas_save(w->db, NOW));
    taken(&call, NOW, 5);
    assert_ok(quotas_save(w->db, NOW));
    all = told(w);
    assert_int_equal(all.count, 2);
    assert_string_equal(all.items[0].kind, "quota.reached");
    assert_string_equal(all.items[0].link, "/marketplace/wilayah");
}

static void a_restart_tells_nothing_twice_and_a_new_day_anew(void **state)
{
    struct world *w = *state;
    const char *bundle = bundle_id(w);
    struct limits_call call = call_of(bundle, 10, 0);
    taken(&call, NOW, 9);
    assert_ok(quotas_save(w->db, NOW));
    restart(w);
    call = call_of(bundle, 10, 0);
    taken(&call, NOW, 0);
    assert_ok(quotas_save(w->db, NOW));
    assert_int_equal(told(w).count, 1);
    taken(&call, NOW + DAY, 8);
    assert_ok(quotas_save(w->db, NOW + DAY));
    assert_int_equal(told(w).count, 2);
}

static void day_and_month_are_told_apart(void **state)
{
    struct world *w = *state;
    struct limits_call const call = call_of(bundle_id(w), 100, 10);
    taken(&call, NOW, 10);
    assert_ok(quotas_save(w->db, NOW));
    struct notifications const all = told(w);
    assert_int_equal(all.count, 1);
    assert_string_equal(all.items[0].kind, "quota.reached");
    assert_non_null(strstr(all.items[0].params, "-01\""));      /* renewed on the first */
}

static void a_keys_own_quota_names_the_key(void **state)
{
    struct world *w = *state;
    struct api_key key;
    char text[KEY_TEXT_SIZE];
    struct key_form const form = { .label = "Aplikasi Desa", .allowed_ips = "[]",
                                   .quota_per_day = 5 };
    assert_ok(api_key_create(w->db, &w->arena, &(struct key_caller){ ALICE, "10.0.0.1", NOW },
                             &form, &key, text));
    struct limits_call const call = call_of(key.id, 5, 0);
    taken(&call, NOW, 5);
    assert_ok(quotas_save(w->db, NOW));
    struct notifications const all = told(w);
    assert_int_equal(all.count, 1);
    assert_non_null(strstr(all.items[0].params, "Aplikasi Desa"));
    assert_string_equal(all.items[0].link, "/keys");
}

static void a_wider_quota_is_told_of_no_more_that_day(void **state)
{
    struct world *w = *state;
    struct limits_call call = call_of(bundle_id(w), 10, 0);
    taken(&call, NOW, 10);
    assert_ok(quotas_save(w->db, NOW));
    call.grant_rule.quota_per_day = 1000;
    taken(&call, NOW, 990);
    assert_ok(quotas_save(w->db, NOW));
    assert_int_equal(told(w).count, 1);
}

static void what_could_not_be_written_is_written_later(void **state)
{
    struct world *w = *state;
    const char *bundle = bundle_id(w);
    struct limits_call call = call_of(bundle, 10, 0);
    struct limits_call const nobodys = {
        .grant = limits_meter_of("usr_gone", bundle), .grant_rule = { .quota_per_day = 10 } };
    taken(&call, NOW, 4);
    assert_ok(db_run(w->db, "ALTER TABLE quota_counts RENAME TO hidden_counts"));
    assert_int_not_equal(quotas_save(w->db, NOW), OK);
    assert_ok(db_run(w->db, "ALTER TABLE hidden_counts RENAME TO quota_counts"));
    assert_ok(quotas_save(w->db, NOW));
    taken(&nobodys, NOW, 1);
    taken(&call, NOW, 1);
    assert_ok(quotas_save(w->db, NOW));
    restart(w);
    call = call_of(bundle, 10, 0);
    assert_int_equal(taken(&call, NOW, 10), 5);
}

static void old_months_are_swept(void **state)
{
    struct world *w = *state;
    struct limits_call const daily = call_of(bundle_id(w), 10, 0);
    struct limits_call const monthly = call_of("bdl_other", 0, 10);
    taken(&daily, NOW, 4);
    taken(&monthly, NOW, 4);
    assert_ok(quotas_save(w->db, NOW));
    assert_ok(quotas_sweep(w->db, NOW + DAY));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM quota_counts"), 2);
    assert_ok(quotas_sweep(w->db, NOW + NEXT_MONTH));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM quota_counts"), 1);
    assert_ok(quotas_sweep(w->db, NOW + TWO_MONTHS_ON));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM quota_counts"), 0);
}

enum { CALLERS = 4, CALLS = 20000 };

static void *call_on(void *context)
{
    taken(context, NOW, CALLS);
    return NULL;
}

static void no_count_is_missed_while_it_is_saved(void **state)
{
    struct world *w = *state;
    const char *bundle = bundle_id(w);
    struct limits_call call = call_of(bundle, CALLS * CALLERS * 2, 0);
    pthread_t threads[CALLERS];
    for (int i = 0; i < CALLERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, call_on, &call), 0);
    for (int i = 0; i < 20; i++)
        assert_ok(quotas_save(w->db, NOW));
    for (int i = 0; i < CALLERS; i++)
        pthread_join(threads[i], NULL);
    assert_ok(quotas_save(w->db, NOW));
    restart(w);
    assert_int_equal(limits_used(ALICE, bundle, NOW).day, CALLS * CALLERS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_market(a_restart_gives_no_quota_anew),
        in_a_market(what_was_not_saved_is_all_that_a_crash_loses),
        in_a_market(nothing_is_written_while_nobody_calls),
        in_a_market(a_member_is_told_at_80_and_100_per_cent_once),
        in_a_market(a_restart_tells_nothing_twice_and_a_new_day_anew),
        in_a_market(day_and_month_are_told_apart),
        in_a_market(a_keys_own_quota_names_the_key),
        in_a_market(a_wider_quota_is_told_of_no_more_that_day),
        in_a_market(what_could_not_be_written_is_written_later),
        in_a_market(old_months_are_swept),
        in_a_market(no_count_is_missed_while_it_is_saved),
    };
    return cmocka_run_group_tests_name("quotas", tests, NULL, NULL);
}
