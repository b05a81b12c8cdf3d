#include "base/clock.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/bundles/bundles.h"
#include "domain/files/files.h"
#include "domain/institutions/institutions.h"
#include "domain/requests/requests.h"
#include "domain/settings/settings.h"
#include "support/market.h"

#include <pthread.h>
#include <string.h>

/* Every step is a second later than the one before. */
static struct request_actor who(const char *id)
{
    static int64_t seconds;
    clock_stop_at(NOW + ++seconds);
    bool const is_member = strcmp(id, ALICE) == 0 || strcmp(id, BOB) == 0;
    const char *role = is_member ? "member" : strcmp(id, ADI) == 0 ? "admin" : "reviewer";
    return (struct request_actor){ .account_id = id, .role = role, .ip = "10.0.0.1",
                                   .now = clock_now() };
}

static enum err submit(struct world *w, const char *account, const char *bundle, const char **id)
{
    struct request_actor const by = who(account);
    struct request_form const form = {
        .bundle = bundle, .application_name = "Aplikasi Desa", .purpose = "Data wilayah",
        .contact_name = "Budi", .contact_phone = "6281234567890",
        .letter_file_id = add_letter(w->db, &w->arena, account, "surat.pdf"),
    };
    return request_submit(w->db, &w->arena, &by, &form, id);
}

static const char *submitted(struct world *w)
{
    const char *id = NULL;
    assert_ok(submit(w, ALICE, "wilayah", &id));
    return id;
}

static enum err decide(struct world *w, const char *by, const char *id, const char *status)
{
    struct request_actor const actor = who(by);
    return request_decide(w->db, &actor, id,
                          &(struct request_decision){ .status = status, .note = "Catatan" });
}

static enum err revise(struct world *w, const char *account, const char *id, const char *letter)
{
    struct request_actor const by = who(account);
    return request_revise(w->db, &by, id, &(struct request_form){
        .application_name = "Aplikasi Desa", .purpose = "Data wilayah untuk warga",
        .contact_name = "Budi", .letter_file_id = letter });
}

static enum err withdraw(struct world *w, const char *account, const char *id)
{
    struct request_actor const by = who(account);
    return request_withdraw(w->db, &by, id);
}

static const char *status_of(struct world *w, const char *id)
{
    struct request request;
    assert_ok(request_find(w->db, &w->arena, NULL, id, &request));
    return request.status;
}

static const char *bundle_id(struct world *w, const char *slug)
{
    struct bundle bundle;
    assert_ok(bundle_find(w->db, &w->arena, slug, &bundle));
    return bundle.id;
}

static const char *access_of(struct world *w, const char *account)
{
    const char *access = NULL;
    assert_ok(requests_access(w->db, &w->arena, account, bundle_id(w, "wilayah"), &access));
    return access;
}

static struct request_events timeline(struct world *w, const char *id)
{
    struct request_events events;
    assert_ok(request_timeline(w->db, &w->arena, id, &events));
    return events;
}

static void a_request_is_sent_with_its_letter(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w);
    struct request request;
    assert_ok(request_find(w->db, &w->arena, ALICE, id, &request));
    assert_string_equal(request.status, "submitted");
    assert_string_equal(request.contact_phone, "6281234567890");
    assert_string_equal(access_of(w, ALICE), "submitted");
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM files WHERE is_attached = 1"), 1);
    assert_int_equal(timeline(w, id).count, 1);
    assert_string_equal(timeline(w, id).items[0].letter_file_id, request.letter_file_id);
}

static void contacts_are_not_readable_in_the_database(void **state)
{
    struct world *w = *state;
    submitted(w);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM requests"
                                       " WHERE contact_phone LIKE '%62812%'"
                                       " OR contact_name LIKE '%Budi%'"), 0);
}

static void another_members_request_is_not_found(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w);
    struct request request;
    struct requests found;
    assert_err(NOT_FOUND, request_find(w->db, &w->arena, BOB, id, &request));
    assert_err(NOT_FOUND, withdraw(w, BOB, id));
    assert_ok(decide(w, RINA, id, "revision_requested"));
    assert_err(NOT_FOUND, revise(w, BOB, id, NULL));
    assert_ok(requests_of(w->db, &w->arena,
                          &(struct request_page){ .account_id = BOB, .limit = 10 }, &found));
    assert_int_equal(found.count, 0);
    assert_string_equal(access_of(w, BOB), "none");
}

static void only_one_request_lives_for_a_member_and_bundle(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w), *other = NULL;
    assert_err(REQUEST_LIVE, submit(w, ALICE, "wilayah", &other));
    assert_ok(submit(w, BOB, "wilayah", &other));
    assert_ok(decide(w, RINA, id, "revision_requested"));
    assert_err(REQUEST_LIVE, submit(w, ALICE, "wilayah", &other));
    assert_ok(revise(w, ALICE, id, NULL));
    assert_ok(decide(w, RINA, id, "approved"));
    assert_err(REQUEST_LIVE, submit(w, ALICE, "wilayah", &other));
    assert_ok(decide(w, RINA, id, "revoked"));
    assert_ok(submit(w, ALICE, "wilayah", &other));
}

static void the_database_itself_keeps_one_live_request(void **state)
{
    struct world *w = *state;
    submitted(w);
    assert_true(db_run(w->db, "INSERT INTO requests SELECT 'req_2', account_id, bundle_id, status,"
                              " application_name, purpose, description, expected_calls_per_day,"
                              " contact_name, contact_phone, letter_file_id, note, is_barred,"
                              " environments, rate_per_second, quota_per_day, decided_by,"
                              " decided_at, created_at, updated_at FROM requests") != OK);
}

static void a_refused_request_leaves_its_letter_to_the_sweep(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    submitted(w);
    assert_err(REQUEST_LIVE, submit(w, ALICE, "wilayah", &id));
    assert_null(id);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM files WHERE is_attached = 0"), 1);
    assert_ok(files_sweep(w->db, NOW + 7200));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM files"), 1);
}

static void only_a_published_bundle_can_be_requested(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    static const char *const closed[] = { "draft", "deprecated", "retired" };
    for (int i = 0; i < 3; i++) {
        add_bundle(w->db, &w->arena, closed[i], closed[i]);
        assert_err(BUNDLE_UNKNOWN, submit(w, ALICE, closed[i], &id));
    }
    assert_err(BUNDLE_UNKNOWN, submit(w, ALICE, "nowhere", &id));
}

static void a_barred_member_cannot_ask_again(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w);
    struct request_actor const rina = who(RINA);
    assert_ok(request_decide(w->db, &rina, id, &(struct request_decision){
        .status = "rejected", .note = "Penyalahgunaan", .is_barred = true }));
    assert_err(REQUEST_BARRED, submit(w, ALICE, "wilayah", &id));
    assert_ok(submit(w, BOB, "wilayah", &id));
}

static void a_rejected_request_may_be_sent_anew(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w);
    assert_ok(decide(w, RINA, id, "rejected"));
    assert_string_equal(access_of(w, ALICE), "rejected");
    submitted(w);
    assert_string_equal(access_of(w, ALICE), "submitted");
}

static void a_validated_institution_can_be_demanded(void **state)
{
    struct world *w = *state;
    const char *id = NULL, *institution = NULL;
    assert_ok(setting_change(w->db, "institutions.required", "true", ADI, NOW));
    settings_forget();
    assert_err(INSTITUTION_NOT_VALIDATED, submit(w, ALICE, "wilayah", &id));
    assert_ok(institution_create(w->db, &w->arena, "Dinas Uji", "dinas", NOW, &institution));
    assert_ok(account_set_institution(w->db, ALICE, institution, NOW));
    assert_err(INSTITUTION_NOT_VALIDATED, submit(w, ALICE, "wilayah", &id));
    assert_ok(db_run(w->db, "UPDATE institutions SET status = 'tervalidasi'"));
    assert_ok(submit(w, ALICE, "wilayah", &id));
}

/* Every move from every state: those of the list pass, all others are refused. */
static void only_the_listed_moves_are_possible(void **state)
{
    struct world *w = *state;
    static const char *const states[] = { "submitted", "approved", "rejected",
                                          "revision_requested", "revoked", "withdrawn" };
    static const char *const decisions[] = { "approved", "rejected", "revision_requested",
                                             "revoked" };
    const char *id = submitted(w);
    for (int s = 0; s < 6; s++) {
        for (int d = 0; d < 4; d++) {
            assert_ok(db_run(w->db, "UPDATE requests SET status = $1", TEXT(states[s])));
            bool const may = s == 0 ? d < 3 : s == 1 && d == 3;
            assert_err(may ? OK : INVALID_TRANSITION, decide(w, RINA, id, decisions[d]));
            assert_string_equal(status_of(w, id), may ? decisions[d] : states[s]);
        }
        assert_ok(db_run(w->db, "UPDATE requests SET status = $1", TEXT(states[s])));
        assert_err(s == 0 ? OK : INVALID_TRANSITION, withdraw(w, ALICE, id));
        assert_ok(db_run(w->db, "UPDATE requests SET status = $1", TEXT(states[s])));
        assert_err(s == 3 ? OK : INVALID_TRANSITION, revise(w, ALICE, id, NULL));
    }
}

static void a_revision_says_what_changed(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w);
    assert_ok(decide(w, RINA, id, "revision_requested"));
    assert_ok(revise(w, ALICE, id, add_letter(w->db, &w->arena, ALICE, "surat-baru.pdf")));
    struct request_events const events = timeline(w, id);
    assert_int_equal(events.count, 3);
    const char *changes = events.items[2].changes;
    assert_non_null(strstr(changes, "{\"field\":\"purpose\",\"from\":\"Data wilayah\","
                                    "\"to\":\"Data wilayah untuk warga\"}"));
    assert_non_null(strstr(changes, "{\"field\":\"contact_phone\",\"from\":\"6281234567890\","
                                    "\"to\":null}"));
    assert_non_null(strstr(changes, "\"letter\",\"from\":\"surat.pdf\",\"to\":\"surat-baru.pdf\""));
    assert_null(strstr(changes, "application_name"));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM files WHERE is_attached = 1"), 2);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM request_events"
                                       " WHERE changes LIKE '%6281%'"), 0);
}

static void nobody_decides_on_the_own_request(void **state)
{
    struct world *w = *state;
    const char *id = NULL;
    assert_ok(submit(w, RINA, "wilayah", &id));
    assert_err(FORBIDDEN, decide(w, RINA, id, "approved"));
    assert_string_equal(status_of(w, id), "submitted");
    assert_ok(decide(w, RUDI, id, "approved"));
}

static void a_decision_on_what_changed_since_is_a_conflict(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w);
    struct request_actor const rina = who(RINA);
    struct request request;
    assert_ok(request_find(w->db, &w->arena, NULL, id, &request));
    struct request_decision decision = { .status = "approved", .seen_at = request.updated_at - 1 };
    assert_err(CONFLICT, request_decide(w->db, &rina, id, &decision));
    assert_string_equal(status_of(w, id), "submitted");
    decision.seen_at = request.updated_at;
    assert_ok(request_decide(w->db, &rina, id, &decision));
}

struct rival {
    struct world *w;
    struct request_actor by;
    const char *id, *status;
    enum err err;
};

static void *rival_decides(void *data)
{
    struct rival *r = data;
    r->err = request_decide(r->w->db, &r->by, r->id, &(struct request_decision){
        .status = r->status, .note = "Catatan" });
    return NULL;
}

static void of_two_reviewers_at_once_one_wins(void **state)
{
    struct world *w = *state;
    for (int round = 0; round < 20; round++) {
        const char *id = submitted(w);
        struct rival rivals[2] = { { w, who(RINA), id, "approved", OK },
                                   { w, who(RUDI), id, "rejected", OK } };
        pthread_t threads[2];
        for (int i = 0; i < 2; i++)
            pthread_create(&threads[i], NULL, rival_decides, &rivals[i]);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        int const winner = rivals[0].err == OK ? 0 : 1;
        assert_ok(rivals[winner].err);
        assert_err(INVALID_TRANSITION, rivals[1 - winner].err);
        assert_string_equal(status_of(w, id), rivals[winner].status);
        assert_int_equal(timeline(w, id).count, 2);
        if (winner == 0)
            assert_ok(decide(w, RINA, id, "revoked"));
    }
}

static void every_step_is_told_and_audited(void **state)
{
    struct world *w = *state;
    const char *id = submitted(w);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM notifications"
                                       " WHERE kind = 'review.submitted'"), 3);
    assert_ok(decide(w, RINA, id, "revision_requested"));
    assert_ok(revise(w, ALICE, id, NULL));
    assert_ok(decide(w, RINA, id, "approved"));
    assert_ok(decide(w, RINA, id, "revoked"));
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM notifications"
                                       " WHERE account_id = '" ALICE "'"), 5);
    assert_int_equal(count_rows(w->db, "SELECT count(*) FROM messages"
                                       " WHERE account_id = '" ALICE "'"
                                       " AND channel = 'whatsapp'"), 5);
    struct audit_rows rows;
    assert_ok(audit_list(w->db, &w->arena, &(struct audit_filter){ .subject = id }, 10, &rows));
    assert_int_equal(rows.count, 5);
    assert_string_equal(rows.items[0].action, "request.revoke");
    assert_string_equal(rows.items[0].actor, RINA);
    assert_ok(audit_check(w->db, NULL));
}

static void the_queue_is_oldest_first_and_can_be_filtered(void **state)
{
    struct world *w = *state;
    const char *first = submitted(w), *second = NULL, *other = NULL;
    assert_ok(submit(w, BOB, "wilayah", &second));
    add_bundle(w->db, &w->arena, "pajak", "published");
    assert_ok(submit(w, ALICE, "pajak", &other));
    struct requests found;
    struct request_filter filter = { .status = "submitted" };
    assert_ok(requests_queue(w->db, &w->arena, &filter, 10, &found));
    assert_int_equal(found.count, 3);
    assert_string_equal(found.items[0].id, first);
    filter.bundle_id = bundle_id(w, "wilayah");
    filter.after = first;
    assert_ok(requests_queue(w->db, &w->arena, &filter, 10, &found));
    assert_int_equal(found.count, 1);
    assert_string_equal(found.items[0].id, second);
    filter = (struct request_filter){ .text = "SI desa" };
    assert_ok(requests_queue(w->db, &w->arena, &filter, 10, &found));
    assert_int_equal(found.count, 3);
    filter.text = "100%";
    assert_ok(requests_queue(w->db, &w->arena, &filter, 10, &found));
    assert_int_equal(found.count, 0);
    filter.account_id = BOB;
    assert_ok(requests_queue(w->db, &w->arena, &filter, 10, &found));
    assert_int_equal(found.count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_market(a_request_is_sent_with_its_letter),
        in_a_market(contacts_are_not_readable_in_the_database),
        in_a_market(another_members_request_is_not_found),
        in_a_market(only_one_request_lives_for_a_member_and_bundle),
        in_a_market(the_database_itself_keeps_one_live_request),
        in_a_market(a_refused_request_leaves_its_letter_to_the_sweep),
        in_a_market(only_a_published_bundle_can_be_requested),
        in_a_market(a_barred_member_cannot_ask_again),
        in_a_market(a_rejected_request_may_be_sent_anew),
        in_a_market(a_validated_institution_can_be_demanded),
        in_a_market(only_the_listed_moves_are_possible),
        in_a_market(a_revision_says_what_changed),
        in_a_market(nobody_decides_on_the_own_request),
        in_a_market(a_decision_on_what_changed_since_is_a_conflict),
        in_a_market(of_two_reviewers_at_once_one_wins),
        in_a_market(every_step_is_told_and_audited),
        in_a_market(the_queue_is_oldest_first_and_can_be_filtered),
    };
    return cmocka_run_group_tests_name("requests", tests, NULL, NULL);
}
