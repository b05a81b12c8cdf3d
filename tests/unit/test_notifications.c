#include "base/clock.h"
#include "domain/messages/messages.h"
#include "domain/messages/words.h"
#include "domain/notifications/notifications.h"
#include "support/market.h"

#include <string.h>

static void tell(struct world *w, const char *account, const char *kind, int64_t at)
{
    clock_stop_at(at);
    assert_ok(notify(w->db, account, kind, "{\"bundle\":\"Wilayah\",\"note\":\"Kurang cap\"}",
                     "/requests/req_1", at));
}

static struct notifications of(struct world *w, const char *account)
{
    struct notifications found;
    assert_ok(notifications_of(w->db, &w->arena, account, NULL, 10, &found));
    return found;
}

static int64_t unread(struct world *w, const char *account)
{
    int64_t count = -1;
    assert_ok(notifications_unread(w->db, account, &count));
    return count;
}

static void what_is_told_to_one_is_not_seen_by_another(void **state)
{
    struct world *w = *state;
    tell(w, ALICE, "request.approved", NOW);
    assert_int_equal(of(w, ALICE).count, 1);
    assert_int_equal(of(w, BOB).count, 0);
    assert_ok(notifications_read(w->db, BOB, NULL, 0, NOW));
    const char *ids[] = { of(w, ALICE).items[0].id };
    assert_ok(notifications_read(w->db, BOB, ids, 1, NOW));
    assert_int_equal(unread(w, ALICE), 1);
}

static void the_newest_comes_first_and_can_be_read(void **state)
{
    struct world *w = *state;
    tell(w, ALICE, "request.approved", NOW);
    tell(w, ALICE, "request.revoked", NOW + 1);
    struct notifications const all = of(w, ALICE);
    assert_string_equal(all.items[0].kind, "request.revoked");
    const char *ids[] = { all.items[0].id, "ntf_unknown" };
    assert_ok(notifications_read(w->db, ALICE, ids, 2, NOW + 2));
    assert_int_equal(unread(w, ALICE), 1);
    assert_int_equal(of(w, ALICE).items[0].read_at, NOW + 2);
    assert_ok(notifications_read(w->db, ALICE, NULL, 0, NOW + 3));
    assert_int_equal(unread(w, ALICE), 0);
    assert_int_equal(of(w, ALICE).items[0].read_at, NOW + 2);
}

static void the_words_are_in_the_readers_language(void **state)
{
    struct world *w = *state;
    struct notice_source const rejected = {
        "request.rejected", "{\"bundle\":\"Wilayah {x}\",\"note\":\"Kurang cap\"}" };
    struct notice notice;
    assert_ok(notification_words(w->db, &w->arena, &rejected, false, &notice));
    assert_string_equal(notice.title, "Pengajuan ditolak");
    assert_string_equal(notice.body, "Pengajuan akses Wilayah {x} ditolak. Catatan peninjau: "
                                     "Kurang cap");
    assert_ok(notification_words(w->db, &w->arena, &rejected, true, &notice));
    assert_string_equal(notice.title, "Request rejected");
}

static void days_and_numbers_are_written_as_the_reader_writes_them(void **state)
{
    struct world *w = *state;
    struct notice_source const reached = {
        "quota.warned", "{\"name\":\"Wilayah\",\"used\":4000,\"limit\":1234567,"
                      "\"day\":\"2026-05-03\"}" };
    struct notice notice;
    assert_ok(notification_words(w->db, &w->arena, &reached, false, &notice));
    assert_string_equal(notice.body, "4.000 dari 1.234.567 panggilan sudah terpakai. Kuota "
                                     "diperbarui pada 3 Mei 2026.");
    assert_ok(notification_words(w->db, &w->arena, &reached, true, &notice));
    assert_string_equal(notice.body, "4,000 of 1,234,567 calls are used. The quota is renewed on "
                                     "3 May 2026.");
}

static void a_title_names_what_it_is_about(void **state)
{
    struct world *w = *state;
    struct notice_source const ends = { "bundle.deprecated", "{\"bundle\":\"Wilayah\"}" };
    struct notice notice;
    assert_ok(notification_words(w->db, &w->arena, &ends, true, &notice));
    assert_string_equal(notice.title, "Wilayah will end");
}

static void edited_words_are_told_in_the_app_and_by_message(void **state)
{
    struct world *w = *state;
    struct mails mails;
    assert_ok(edit_write(w->db, &(struct edit){
        .name = "request.approved", .language = "id", .updated_at = NOW, .updated_by = RINA,
        .words = { "Selamat", "{bundle} siap dipakai" } }));
    message_words_forget();
    assert_ok(db_run(w->db, "UPDATE accounts SET phone_number = NULL, phone_index = NULL"
                            " WHERE id = $1", TEXT(ALICE)));
    tell(w, ALICE, "request.approved", NOW);
    assert_ok(messages_to(w->db, &w->arena, "alice@contoh.go.id", 10, &mails));
    assert_int_equal(mails.count, 1);
    assert_non_null(strstr(mails.items[0].text, "Selamat\nWilayah siap dipakai"));
}

static void a_message_goes_out_where_the_kind_says_so(void **state)
{
    struct world *w = *state;
    struct mails mails;
    tell(w, ALICE, "request.approved", NOW);
    tell(w, RINA, "review.submitted", NOW);
    assert_ok(messages_to(w->db, &w->arena, "alice@contoh.go.id", 10, &mails));
    assert_int_equal(mails.count, 0);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM messages WHERE account_id = '" ALICE
                                       "' AND channel = 'whatsapp'"), 1);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM messages WHERE account_id = '" RINA
                                       "'"), 0);
}

/* Signing in from one new browser after another, say, and each sign-in is told. */
static void what_one_causes_without_end_floods_nobody(void **state)
{
    struct world *w = *state;
    static const char by_phone[] = "SELECT count(*) FROM messages WHERE channel = 'whatsapp'";
    static const char by_mail[] = "SELECT count(*) FROM messages WHERE channel = 'email'";
    for (int i = 0; i < 100; i++)
        tell(w, ALICE, "request.approved", NOW);
    assert_int_equal(count_rows(w->db, by_phone), 20);
    assert_int_equal(count_rows(w->db, by_mail), 20);
    assert_int_equal(unread(w, ALICE), 100);
    for (int i = 0; i < 86400; i += 60)
        tell(w, ALICE, "request.approved", NOW + i);
    assert_in_range(count_rows(w->db, by_phone), 30, 80);
    int64_t const before = count_rows(w->db, by_phone);
    tell(w, BOB, "request.approved", NOW);
    assert_int_equal(count_rows(w->db, by_phone), before + 1);
}

static void who_has_no_phone_gets_an_e_mail(void **state)
{
    struct world *w = *state;
    struct mails mails;
    assert_ok(db_run(w->db, "UPDATE accounts SET phone_number = NULL, phone_index = NULL"
                            " WHERE id = $1", TEXT(ALICE)));
    tell(w, ALICE, "request.approved", NOW);
    assert_ok(messages_to(w->db, &w->arena, "alice@contoh.go.id", 10, &mails));
    assert_int_equal(mails.count, 1);
    assert_non_null(strstr(mails.items[0].text, "Pengajuan disetujui"));
    assert_non_null(strstr(mails.items[0].text, "/requests/req_1"));
}

static void every_kind_has_words_in_both_languages(void **state)
{
    (void)state;
    for (int i = 0; i < kind_words_count; i++) {
        const struct kind_words *w = &kind_words[i];
        assert_ptr_equal(kind_words_find(w->kind), w);
        for (int language = 0; language < 2; language++)
            assert_true(*w->title[language] && *w->body[language]);
    }
}

static void a_kind_without_words_is_refused(void **state)
{
    struct world *w = *state;
    assert_err(INTERNAL, notify(w->db, ALICE, "no.such", NULL, "/", NOW));
    assert_int_equal(of(w, ALICE).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_market(what_is_told_to_one_is_not_seen_by_another),
        in_a_market(the_newest_comes_first_and_can_be_read),
        in_a_market(the_words_are_in_the_readers_language),
        in_a_market(days_and_numbers_are_written_as_the_reader_writes_them),
        in_a_market(a_title_names_what_it_is_about),
        in_a_market(edited_words_are_told_in_the_app_and_by_message),
        in_a_market(a_message_goes_out_where_the_kind_says_so),
        in_a_market(what_one_causes_without_end_floods_nobody),
        in_a_market(who_has_no_phone_gets_an_e_mail),
        in_a_market(every_kind_has_words_in_both_languages),
        in_a_market(a_kind_without_words_is_refused),
    };
    return cmocka_run_group_tests_name("notifications", tests, NULL, NULL);
}
