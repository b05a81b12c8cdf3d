#include "crypto/secret.h"
#include "domain/audit/audit.h"
#include "support/world.h"

#include <stdio.h>
#include <string.h>

static const char SECRET[] =
    "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

static int begin(void **state)
{
    assert_ok(secret_use(SECRET));
    return world_begin(state);
}

static int end(void **state)
{
    int const rc = world_end(state);
    secret_close();
    return rc;
}

static void add(struct world *w, const char *actor, const char *action, const char *subject,
                int64_t at)
{
    assert_ok(audit_add(w->db, &(struct audit_entry){ .actor = actor, .action = action,
                                                      .subject = subject, .at = at }));
}

static void add_three(struct world *w)
{
    add(w, ALICE, "request.approve", "req_1", NOW);
    add(w, BOB, "key.deactivate", "key_1", NOW + 1);
    add(w, ALICE, "request.revoke", "req_1", NOW + 2);
}

/* What somebody with the database file could do. */
static void tamper(struct world *w, const char *sql)
{
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(db_script(tx.db, "DROP TRIGGER IF EXISTS audit_is_never_changed;"
                               "DROP TRIGGER IF EXISTS audit_is_never_deleted;"));
    assert_ok(db_script(tx.db, sql));
    assert_ok(tx_commit(&tx));
}

static struct audit_rows list(struct world *w, struct audit_filter filter)
{
    struct audit_rows rows = { 0 };
    assert_ok(audit_list(w->db, &w->arena, &filter, 10, &rows));
    return rows;
}

static void rows_form_a_chain_that_holds(void **state)
{
    struct world *w = *state;
    int64_t rows = -1;
    assert_ok(audit_check(w->db, &rows));
    assert_int_equal(rows, 0);
    add_three(w);
    assert_ok(audit_check(w->db, &rows));
    assert_int_equal(rows, 3);
    struct audit_rows const all = list(w, (struct audit_filter){ 0 });
    assert_int_equal(all.count, 3);
    assert_string_equal(all.items[0].previous, all.items[1].digest);
    assert_string_equal(all.items[2].previous, "");
}

static void the_chain_holds_over_many_pages(void **state)
{
    struct world *w = *state;
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    for (int i = 0; i < 1203; i++)
        assert_ok(audit_add(tx.db, &(struct audit_entry){ .action = "test.add", .at = NOW }));
    assert_ok(tx_commit(&tx));
    int64_t rows = 0;
    assert_ok(audit_check(w->db, &rows));
    assert_int_equal(rows, 1203);
    tamper(w, "UPDATE audit SET at = at + 1 WHERE number = 1001");
    assert_err(INTERNAL, audit_check(w->db, NULL));
    assert_non_null(strstr(err_why(), "audit row 1001 "));
}

static void a_row_cannot_be_changed_or_deleted(void **state)
{
    struct world *w = *state;
    add_three(w);
    assert_err(INTERNAL, db_run(w->db, "UPDATE audit SET actor = 'usr_mallory'"));
    assert_err(INTERNAL, db_run(w->db, "DELETE FROM audit"));
    assert_ok(audit_check(w->db, NULL));
}

static void a_changed_row_is_named(void **state)
{
    struct world *w = *state;
    add_three(w);
    tamper(w, "UPDATE audit SET actor = 'usr_mallory' WHERE number = 2");
    assert_err(INTERNAL, audit_check(w->db, NULL));
    assert_non_null(strstr(err_why(), "audit row 2 "));
}

static void a_missing_row_is_named(void **state)
{
    struct world *w = *state;
    add_three(w);
    tamper(w, "DELETE FROM audit WHERE number = 2");
    assert_err(INTERNAL, audit_check(w->db, NULL));
    assert_non_null(strstr(err_why(), "audit row 2 is missing"));
}

static void a_missing_end_is_named_even_after_more_rows(void **state)
{
    struct world *w = *state;
    add_three(w);
    tamper(w, "DELETE FROM audit WHERE number = 3");
    assert_err(INTERNAL, audit_check(w->db, NULL));
    assert_non_null(strstr(err_why(), "audit row 3 is missing"));
    add(w, BOB, "request.approve", "req_2", NOW + 3);
    assert_err(INTERNAL, audit_check(w->db, NULL));
    assert_non_null(strstr(err_why(), "audit row 3 is missing"));
}

static void a_row_slipped_in_is_named(void **state)
{
    struct world *w = *state;
    add_three(w);
    tamper(w, "INSERT INTO audit SELECT 4, 'aud_x', at, actor, action, subject, detail, ip,"
              " digest, digest FROM audit WHERE number = 3");
    assert_err(INTERNAL, audit_check(w->db, NULL));
    assert_non_null(strstr(err_why(), "audit row 4 "));
}

static void a_rolled_back_row_leaves_no_gap(void **state)
{
    struct world *w = *state;
    add(w, ALICE, "request.approve", "req_1", NOW);
    {
        AUTO_TX struct tx tx = { 0 };
        assert_ok(tx_begin(&tx, w->db));
        assert_ok(audit_add(tx.db, &(struct audit_entry){ .action = "lost.one", .at = NOW }));
    }
    add(w, BOB, "request.reject", "req_2", NOW);
    int64_t rows = 0;
    assert_ok(audit_check(w->db, &rows));
    assert_int_equal(rows, 2);
}

static void rows_are_found_by_who_what_and_when(void **state)
{
    struct world *w = *state;
    add_three(w);
    assert_int_equal(list(w, (struct audit_filter){ .actor = ALICE }).count, 2);
    assert_int_equal(list(w, (struct audit_filter){ .action = "key.deactivate" }).count, 1);
    assert_int_equal(list(w, (struct audit_filter){ .subject = "req_1" }).count, 2);
    assert_int_equal(list(w, (struct audit_filter){ .subject = "req_1", .actor = BOB }).count, 0);
    assert_int_equal(list(w, (struct audit_filter){ .from = NOW + 1 }).count, 2);
    assert_int_equal(list(w, (struct audit_filter){ .to = NOW + 1 }).count, 2);
    struct audit_rows const newest = list(w, (struct audit_filter){ .before_at = NOW + 2,
                                                                    .before_number = 3 });
    assert_int_equal(newest.count, 2);
    assert_string_equal(newest.items[0].action, "key.deactivate");
}

#define chained(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        chained(rows_form_a_chain_that_holds),
        chained(the_chain_holds_over_many_pages),
        chained(a_row_cannot_be_changed_or_deleted),
        chained(a_changed_row_is_named),
        chained(a_missing_row_is_named),
        chained(a_missing_end_is_named_even_after_more_rows),
        chained(a_row_slipped_in_is_named),
        chained(a_rolled_back_row_leaves_no_gap),
        chained(rows_are_found_by_who_what_and_when),
    };
    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
