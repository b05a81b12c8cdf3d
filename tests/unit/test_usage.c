/* Usage: what was noted is written once and adds up, minute, hour and day. */
#include "support/counted.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct note budi = { .key = "key_budi", .account = "usr_budi", .slug = "wilayah",
                                  .path = "/provinsi", .duration_us = 5000, .upstream_us = 4000 };

static void calls_are_written_once(void **state)
{
    struct world *w = *state;
    count_calls(budi, 3);
    flush_at(w, NOW);
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_minutes"), 3);
    count_calls(budi, 2);
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_minutes"), 5);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_minutes"), 1);
    assert_int_equal(number_of(w->db, "SELECT sum(duration_us) FROM usage_minutes"), 25000);
    assert_int_equal(number_of(w->db, "SELECT sum(upstream_calls) FROM usage_minutes"), 5);
}

static void what_is_told_apart_is_bundle_endpoint_key_environment_and_status(void **state)
{
    struct world *w = *state;
    struct note other = budi;
    count_call(budi);
    other.path = "/provinsi/11";
    count_call(other);
    other.path = "/provinsi/12";                                /* the same endpoint */
    count_call(other);
    other.path = "/kota";
    count_call(other);
    other.status = 404;
    count_call(other);
    count_call((struct note){ .status = 401, .outcome = USAGE_REFUSED, .upstream_us = -1 });
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_series"), 5);
    assert_int_equal(number_of(w->db,
        "SELECT sum(m.calls) FROM usage_series s JOIN usage_minutes m ON m.series_id = s.id"
        " WHERE endpoint = 'GET /provinsi/{kode}' AND bundle_id = 'bdl_wilayah'"
        " AND publisher_id = 'usr_penerbit' AND account_id = 'usr_budi' AND key_id = 'key_budi'"
        " AND environment = 'development' AND status = 200"), 2);
    assert_int_equal(number_of(w->db,
        "SELECT count(*) FROM usage_series WHERE bundle_id = '' AND key_id = '' AND status = 401"),
        1);
}

static void a_minute_is_that_of_the_call(void **state)
{
    struct world *w = *state;
    struct note late = budi;
    late.at = NOW + 60;
    count_calls(budi, 2);
    count_calls(late, 3);
    flush_at(w, NOW + 61);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_minutes"), 2);
    assert_int_equal(number_of(w->db, "SELECT calls FROM usage_minutes ORDER BY at LIMIT 1"), 2);
}

static void minutes_become_hours_and_days_once(void **state)
{
    struct world *w = *state;
    struct note note = budi;
    for (int i = 0; i < 5; i++, note.at = NOW + i * 1800) {
        count_calls(note, 10);
        flush_at(w, NOW);
    }
    assert_ok(usage_roll(w->db, NOW + 4 * 3600));
    assert_ok(usage_roll(w->db, NOW + 4 * 3600));
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_hours"), 50);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_days"), 50);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_minutes"), 50);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_hours"), 3);
    assert_int_equal(number_of(w->db, "SELECT sum(at % 3600) FROM usage_hours"), 0);
}

static void a_minute_that_may_still_grow_waits(void **state)
{
    struct world *w = *state;
    count_call(budi);
    flush_at(w, NOW);
    assert_ok(usage_roll(w->db, NOW + 60));
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_hours"), 0);
    assert_ok(usage_roll(w->db, NOW + 200));
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_hours"), 1);
    count_call(budi);                                           /* as from a node that was stuck */
    flush_at(w, NOW + 300);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_hours"), 2);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_days"), 2);
    assert_ok(usage_roll(w->db, NOW + 400));
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_days"), 2);
}

static void each_level_is_kept_for_its_time(void **state)
{
    struct world *w = *state;
    count_call(budi);
    flush_at(w, NOW);
    assert_ok(usage_roll(w->db, NOW + 3600));
    assert_ok(usage_sweep(w->db, NOW + USAGE_MINUTES_S - 3600));
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_minutes"), 1);
    assert_ok(usage_sweep(w->db, NOW + USAGE_MINUTES_S + 3600));
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_minutes"), 0);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_hours"), 1);
    assert_ok(usage_sweep(w->db, NOW + USAGE_HOURS_S + 3600));
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_hours"), 0);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_days"), 1);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_series"), 1);
    assert_ok(usage_sweep(w->db, NOW + USAGE_DAYS_S + 2 * 86400));
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_days"), 0);
    assert_int_equal(number_of(w->db, "SELECT count(*) FROM usage_series"), 0);
}

static void what_could_not_be_written_is_written_later(void **state)
{
    struct world *w = *state;
    count_calls(budi, 4);
    assert_ok(db_run(w->db, "ALTER TABLE usage_rolled RENAME TO usage_gone"));
    assert_err(INTERNAL, usage_flush(w->db, NOW));
    count_calls(budi, 3);
    assert_err(INTERNAL, usage_flush(w->db, NOW));
    assert_ok(db_run(w->db, "ALTER TABLE usage_gone RENAME TO usage_rolled"));
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_minutes"), 7);
}

static void a_loop_that_ends_leaves_what_it_counted(void **state)
{
    struct world *w = *state;
    struct usage_loop *kept = counting_loop;
    counting_loop = usage_loop_open();
    count_calls(budi, 6);
    usage_loop_close(counting_loop);
    counting_loop = kept;
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_minutes"), 6);
}

enum { LOOPS = 4, EACH = 20000 };

static void *note_many(void *context)
{
    (void)context;
    struct usage_loop *loop = usage_loop_open();
    struct access_pass const pass = { .key_id = "key_budi", .account_id = "usr_budi",
                                      .bundle = 1, .endpoint = 1 };
    struct usage_call call = { .pass = &pass, .method = "GET", .status = 200,
                               .at_ms = NOW * INT64_C(1000), .upstream_us = -1 };
    for (int i = 0; i < EACH; i++) {
        call.duration_us = 100 + i % 977;
        usage_note(loop, &call);
    }
    usage_loop_close(loop);
    return NULL;
}

static void nothing_is_lost_or_counted_twice_while_loops_count_and_the_job_takes(void **state)
{
    struct world *w = *state;
    pthread_t threads[LOOPS];
    for (int i = 0; i < LOOPS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, note_many, NULL), 0);
    for (int i = 0; i < 20; i++)
        flush_at(w, NOW);
    for (int i = 0; i < LOOPS; i++)
        pthread_join(threads[i], NULL);
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_minutes"), LOOPS * EACH);
}

static void a_flood_of_keys_is_counted_in_bounded_memory(void **state)
{
    enum { FLOOD = 60000 };
    struct world *w = *state;
    char key[32], account[32];
    for (int i = 0; i < FLOOD; i++) {
        snprintf(key, sizeof key, "key_%d", i);
        snprintf(account, sizeof account, "usr_%d", i / 3);
        struct note note = budi;
        note.key = key;
        note.account = account;
        note.status = 200 + (unsigned)i % 5;
        count_call(note);
    }
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db, "SELECT sum(calls) FROM usage_minutes"), FLOOD);
    assert_true(number_of(w->db, "SELECT count(*) FROM usage_series") < 12000);
    assert_int_equal(number_of(w->db,
        "SELECT sum(m.calls) FROM usage_series s JOIN usage_minutes m ON m.series_id = s.id"
        " WHERE bundle_id = 'bdl_wilayah'"), FLOOD);
    count_calls(budi, 5);                                       /* and then all is well again */
    flush_at(w, NOW);
    assert_int_equal(number_of(w->db,
        "SELECT sum(m.calls) FROM usage_series s JOIN usage_minutes m ON m.series_id = s.id"
        " WHERE key_id = 'key_budi'"), 5);
}

static void metrics_tell_environments_classes_and_outcomes(void **state)
{
    char *text = NULL;
    size_t size = 0;
    (void)state;
    struct note note = budi;
    count_calls(note, 2);
    note.status = 429;
    note.outcome = USAGE_REFUSED;
    note.upstream_us = -1;
    count_call(note);
    FILE *out = open_memstream(&text, &size);
    usage_print_metrics(out);
    fclose(out);
    assert_non_null(strstr(text, "simpul_gateway_calls_total{environment=\"development\","
                                 "status=\"2xx\",outcome=\"passed\"} 2\n"));
    assert_non_null(strstr(text, "simpul_gateway_calls_total{environment=\"development\","
                                 "status=\"4xx\",outcome=\"refused\"} 1\n"));
    assert_non_null(strstr(text, "simpul_gateway_call_seconds_bucket{environment=\"development\","
                                 "le=\"0.0025\"} 0\n"));
    assert_non_null(strstr(text, "simpul_gateway_call_seconds_bucket{environment=\"development\","
                                 "le=\"0.005\"} 3\n"));
    assert_non_null(strstr(text, "simpul_gateway_upstream_seconds_count"
                                 "{environment=\"development\"} 2\n"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        counting(calls_are_written_once),
        counting(what_is_told_apart_is_bundle_endpoint_key_environment_and_status),
        counting(a_minute_is_that_of_the_call),
        counting(minutes_become_hours_and_days_once),
        counting(a_minute_that_may_still_grow_waits),
        counting(each_level_is_kept_for_its_time),
        counting(what_could_not_be_written_is_written_later),
        counting(a_loop_that_ends_leaves_what_it_counted),
        counting(nothing_is_lost_or_counted_twice_while_loops_count_and_the_job_takes),
        counting(a_flood_of_keys_is_counted_in_bounded_memory),
        counting(metrics_tell_environments_classes_and_outcomes),
    };
    return cmocka_run_group_tests_name("usage", tests, NULL, NULL);
}
