#include "base/text.h"
#include "crypto/secret.h"
#include "domain/accounts/accounts.h"
#include "support/sealed.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* ---- creating and finding */

static struct account someone(const char *username, const char *email, const char *phone_number)
{
    return (struct account){
        .username = username, .password_hash = "$argon2id$", .first_name = "Budi",
        .last_name = "Santoso", .email = email, .phone_number = phone_number,
    };
}

static enum err create_at(struct world *w, struct account *account, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, w->db));
    TRY(account_create(tx.db, &w->arena, account, now));
    return tx_commit(&tx);
}

static struct account budi(struct world *w)
{
    struct account account = someone("Budi Santoso", "Budi@Contoh.go.id", "6281234567890");
    assert_ok(create_at(w, &account, NOW));
    return account;
}

static void an_account_is_found_by_all_it_is_known_by(void **state)
{
    struct world *w = *state;
    struct account const made = budi(w);
    static const char *const logins[] = {
        "Budi Santoso", "budi santoso", "BUDI SANTOSO", "budi@contoh.go.id", "BUDI@contoh.GO.id",
        "6281234567890", "081234567890", "+62 812 3456 7890",
    };
    for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
        struct account found = { 0 };
        assert_ok(account_find_login(w->db, &w->arena, logins[i], &found));
        assert_string_equal(found.id, made.id);
    }
    struct account found = { 0 };
    assert_err(NOT_FOUND, account_find_login(w->db, &w->arena, "budi", &found));
    assert_err(NOT_FOUND, account_find_login(w->db, &w->arena, "081234567891", &found));
    assert_err(NOT_FOUND, account_find_login(w->db, &w->arena, "", &found));
}

static void an_account_comes_back_as_it_was_created(void **state)
{
    struct world *w = *state;
    struct account found = { 0 };
    assert_ok(account_find(w->db, &w->arena, budi(w).id, &found));
    assert_string_equal(found.username, "Budi Santoso");
    assert_string_equal(found.email, "budi@contoh.go.id");
    assert_string_equal(found.phone_number, "6281234567890");
    assert_string_equal(found.first_name, "Budi");
    assert_string_equal(found.role, "member");
    assert_string_equal(found.user_type, "non_penyedia");
    assert_string_equal(found.status, "active");
    assert_int_equal(found.verified_at, NOW);
    assert_null(found.gender);
}

static void personal_data_is_sealed_in_its_row(void **state)
{
    struct world *w = *state;
    budi(w);
    AUTO_QUERY struct query q = db_query(w->db,
        "SELECT first_name || last_name || email || email_index || phone_number || phone_index"
        " FROM accounts");
    assert_true(query_next(&q));
    const char *row = column_text(&q, &w->arena);
    assert_null(strcasestr(row, "budi"));
    assert_null(strstr(row, "Santoso"));
    assert_null(strstr(row, "812345"));
}

static void a_name_an_address_and_a_number_are_taken_once(void **state)
{
    struct world *w = *state;
    budi(w);
    struct account other = someone("budi SANTOSO", "x@y.id", "628999999999");
    assert_err(USERNAME_TAKEN, create_at(w, &other, NOW));
    other = someone("other", "BUDI@CONTOH.GO.ID", "628999999999");
    assert_err(EMAIL_TAKEN, create_at(w, &other, NOW));
    other = someone("other", "x@y.id", "6281234567890");
    assert_err(PHONE_TAKEN, create_at(w, &other, NOW));
    other = someone("budi santoso", "budi@contoh.go.id", "6281234567890");
    assert_err(PHONE_TAKEN, create_at(w, &other, NOW));
    other = someone("budi santoso", "budi@contoh.go.id", NULL);
    assert_err(USERNAME_TAKEN, create_at(w, &other, NOW));
    other = someone("other", "x@y.id", NULL);
    assert_ok(create_at(w, &other, NOW));
}

static void many_accounts_may_have_no_phone_number(void **state)
{
    struct world *w = *state;
    struct account one = someone("one", "one@y.id", NULL), two = someone("two", "two@y.id", NULL);
    assert_ok(create_at(w, &one, NOW));
    assert_ok(create_at(w, &two, NOW));
}

static struct account pending(const char *username, const char *email, const char *number)
{
    struct account account = someone(username, email, number);
    account.status = "unverified";
    account.pending_until = NOW + 1800;
    return account;
}

static void an_unverified_account_keeps_its_names_half_an_hour(void **state)
{
    struct world *w = *state;
    struct account first = pending("dewi", "dewi@y.id", "6281111111111");
    struct account second = someone("dewi", "dewi@y.id", "6281111111111");
    assert_ok(create_at(w, &first, NOW));
    assert_err(PHONE_TAKEN, create_at(w, &second, NOW + 1799));
    second.id = NULL;
    assert_ok(create_at(w, &second, NOW + 1800));
    struct account found = { 0 };
    assert_err(NOT_FOUND, account_find(w->db, &w->arena, first.id, &found));
}

static void a_verified_account_is_never_taken_over(void **state)
{
    struct world *w = *state;
    struct account first = pending("dewi", "dewi@y.id", NULL);
    struct account second = someone("dewi", "other@y.id", NULL);
    assert_ok(create_at(w, &first, NOW));
    assert_ok(account_verify(w->db, first.id, NOW + 5));
    assert_err(USERNAME_TAKEN, create_at(w, &second, NOW + 86400));
}

static void only_old_unverified_accounts_are_swept(void **state)
{
    struct world *w = *state;
    struct account never = pending("never", "never@y.id", NULL);
    struct account done = pending("done", "done@y.id", NULL);
    struct account found = { 0 };
    assert_ok(create_at(w, &never, NOW));
    assert_ok(create_at(w, &done, NOW));
    assert_ok(account_verify(w->db, done.id, NOW + 5));
    assert_ok(accounts_sweep(w->db, NOW + 7 * 86400));
    assert_ok(account_find(w->db, &w->arena, never.id, &found));
    assert_ok(accounts_sweep(w->db, NOW + 7 * 86400 + 1));
    assert_err(NOT_FOUND, account_find(w->db, &w->arena, never.id, &found));
    assert_ok(account_find(w->db, &w->arena, done.id, &found));
}

static void verifying_does_not_lift_a_suspension(void **state)
{
    struct world *w = *state;
    struct account const made = budi(w);
    struct account found = { 0 };
    assert_ok(account_set_status(w->db, made.id, "suspended", NOW));
    assert_ok(account_verify(w->db, made.id, NOW));
    assert_ok(account_find(w->db, &w->arena, made.id, &found));
    assert_string_equal(found.status, "suspended");
}

static void another_secret_still_finds_old_accounts(void **state)
{
    struct world *w = *state;
    struct account const made = budi(w);
    struct account found = { 0 }, again = someone("new", "budi@contoh.go.id", NULL);
    assert_ok(secret_use(
        "2 2222222222222222222222222222222222222222222222222222222222222222\n"
        "1 1111111111111111111111111111111111111111111111111111111111111111\n"));
    assert_ok(account_find_login(w->db, &w->arena, "081234567890", &found));
    assert_string_equal(found.id, made.id);
    assert_err(EMAIL_TAKEN, create_at(w, &again, NOW));
}

static void basics_change_what_is_given_and_nothing_else(void **state)
{
    struct world *w = *state;
    struct account const made = budi(w);
    struct account found = { 0 };
    assert_ok(account_set_basics(w->db, made.id, &(struct account){ .gender = "Laki-Laki" }, NOW));
    assert_ok(account_set_basics(w->db, made.id, &(struct account){
        .date_of_birth = "1996-10-18" }, NOW));
    assert_err(NOT_FOUND, account_set_basics(w->db, "usr_none", &(struct account){
        .gender = "Perempuan" }, NOW));
    assert_ok(account_find(w->db, &w->arena, made.id, &found));
    assert_string_equal(found.gender, "Laki-Laki");
    assert_string_equal(found.date_of_birth, "1996-10-18");
}

static void another_number_or_address_must_be_free(void **state)
{
    struct world *w = *state;
    struct arena *a = &w->arena;
    struct account const made = budi(w);
    struct account other = someone("siti", "siti@y.id", "6281999999999"), found = { 0 };
    assert_ok(create_at(w, &other, NOW));
    assert_err(PHONE_TAKEN, account_set_phone(w->db, a, made.id, "6281999999999", NOW));
    assert_err(EMAIL_TAKEN, account_set_email(w->db, a, made.id, "siti@y.id", NOW));
    assert_err(NOT_FOUND, account_set_phone(w->db, a, "usr_none", "6281777777777", NOW));
    assert_ok(account_set_phone(w->db, a, made.id, "6281777777777", NOW));
    assert_ok(account_set_email(w->db, a, made.id, "budi.baru@y.id", NOW + 1));
    assert_ok(account_find_login(w->db, a, "081777777777", &found));
    assert_string_equal(found.id, made.id);
    assert_ok(account_find_login(w->db, a, "Budi.Baru@y.id", &found));
    assert_string_equal(found.id, made.id);
    assert_int_equal(found.updated_at, NOW + 1);
}

static void what_was_never_verified_in_time_makes_room_for_a_number_and_an_address(void **state)
{
    struct world *w = *state;
    struct account const made = budi(w);
    struct account lapsed = someone("siti", "siti@y.id", "6281999999999"), found = { 0 };
    lapsed.status = "unverified";
    lapsed.pending_until = NOW + 60;
    assert_ok(create_at(w, &lapsed, NOW));
    assert_err(PHONE_TAKEN, account_set_phone(w->db, &w->arena, made.id, "6281999999999", NOW));
    assert_ok(account_set_phone(w->db, &w->arena, made.id, "6281999999999", NOW + 60));
    assert_err(NOT_FOUND, account_find(w->db, &w->arena, lapsed.id, &found));
}

static int listed(struct world *w, struct account_filter filter)
{
    struct accounts found = { 0 };
    assert_ok(accounts_list(w->db, &w->arena, &filter, 10, &found));
    return found.count;
}

static void a_search_goes_on_where_it_stopped(void **state)
{
    struct world *w = *state;
    struct accounts first = { 0 }, second = { 0 };
    for (int i = 0; i < 5; i++) {
        struct account one = someone(arena_printf(&w->arena, "dewi %d", i),
                                     arena_printf(&w->arena, "dewi%d@y.id", i), NULL);
        assert_ok(create_at(w, &one, NOW));
    }
    assert_ok(accounts_list(w->db, &w->arena, &(struct account_filter){ .search = "Dewi" }, 3,
                            &first));
    assert_int_equal(first.count, 3);
    struct account_filter const on = { .search = "dewi", .before = first.items[2].id };
    assert_ok(accounts_list(w->db, &w->arena, &on, 3, &second));
    assert_int_equal(second.count, 2);
    assert_string_equal(second.items[1].username, "dewi 4");
}

static void accounts_are_listed_by_search_role_and_status(void **state)
{
    struct world *w = *state;
    struct account const made = budi(w);
    struct account staff = someone("budiman", "man@y.id", NULL), found = pending("x y z", "x@y.id",
                                                                                 NULL);
    staff.role = "reviewer";
    assert_ok(create_at(w, &staff, NOW));
    assert_ok(create_at(w, &found, NOW));
    assert_int_equal(listed(w, (struct account_filter){ 0 }), 3);
    assert_int_equal(listed(w, (struct account_filter){ .search = "BUDI" }), 2);
    assert_int_equal(listed(w, (struct account_filter){ .search = "budi s" }), 1);
    assert_int_equal(listed(w, (struct account_filter){ .search = "081234567890" }), 1);
    assert_int_equal(listed(w, (struct account_filter){ .search = "man@Y.id" }), 1);
    assert_int_equal(listed(w, (struct account_filter){ .search = "nobody" }), 0);
    assert_int_equal(listed(w, (struct account_filter){ .search = "100%" }), 0);
    assert_int_equal(listed(w, (struct account_filter){ .role = "reviewer" }), 1);
    assert_int_equal(listed(w, (struct account_filter){ .status = "unverified" }), 1);
    assert_int_equal(listed(w, (struct account_filter){ .search = "budi", .role = "member" }), 1);
    assert_int_equal(listed(w, (struct account_filter){ .before = made.id, .search = "081234567890"
                                                      }), 0);
}

enum { RACERS = 12 };
struct race {
    struct world *world;
    atomic_int made, taken;
};

static void *race(void *data)
{
    struct race *r = data;
    struct account me = someone("racer", "racer@y.id", "6285555555555");
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    enum err e = tx_begin(&tx, r->world->db);
    if (!e)
        e = account_create(tx.db, &a, &me, NOW);
    if (!e)
        e = tx_commit(&tx);
    if (e == OK)
        r->made++;
    if (e == PHONE_TAKEN)
        r->taken++;
    return NULL;
}

static void of_many_at_once_one_gets_the_names(void **state)
{
    struct race r = { .world = *state };
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++)
        pthread_create(&threads[i], NULL, race, &r);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(r.made, 1);
    assert_int_equal(r.taken, RACERS - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_sealed_world(an_account_is_found_by_all_it_is_known_by),
        in_a_sealed_world(an_account_comes_back_as_it_was_created),
        in_a_sealed_world(personal_data_is_sealed_in_its_row),
        in_a_sealed_world(a_name_an_address_and_a_number_are_taken_once),
        in_a_sealed_world(many_accounts_may_have_no_phone_number),
        in_a_sealed_world(an_unverified_account_keeps_its_names_half_an_hour),
        in_a_sealed_world(a_verified_account_is_never_taken_over),
        in_a_sealed_world(only_old_unverified_accounts_are_swept),
        in_a_sealed_world(verifying_does_not_lift_a_suspension),
        in_a_sealed_world(another_secret_still_finds_old_accounts),
        in_a_sealed_world(basics_change_what_is_given_and_nothing_else),
        in_a_sealed_world(another_number_or_address_must_be_free),
        in_a_sealed_world(what_was_never_verified_in_time_makes_room_for_a_number_and_an_address),
        in_a_sealed_world(a_search_goes_on_where_it_stopped),
        in_a_sealed_world(accounts_are_listed_by_search_role_and_status),
        in_a_sealed_world(of_many_at_once_one_gets_the_names),
    };
    return cmocka_run_group_tests_name("accounts", tests, NULL, NULL);
}
