/* What the gateway is told of requests: at each decision, and at start. */
#include "base/clock.h"
#include "crypto/digest.h"
#include "domain/access/access.h"
#include "domain/access/target.h"
#include "domain/bundles/bundles.h"
#include "domain/requests/requests.h"
#include "support/market.h"

#include <string.h>

/* Every step is a second later than the one before. */
static struct request_actor who(const char *id)
{
    static int64_t seconds;
    clock_stop_at(NOW + ++seconds);
    return (struct request_actor){ .account_id = id, .role = "reviewer", .now = clock_now() };
}

static const char *submitted(struct world *w, const char *account)
{
    const char *id = NULL;
    struct request_actor const by = who(account);
    assert_ok(request_submit(w->db, &w->arena, &by, &(struct request_form){
        .bundle = "wilayah", .application_name = "Aplikasi Desa", .purpose = "Data wilayah",
        .letter_file_id = add_letter(w->db, &w->arena, account, "surat.pdf") }, &id));
    return id;
}

static void decided(struct world *w, const char *reviewer, const char *id, const char *status)
{
    struct request_actor const by = who(reviewer);
    assert_ok(request_decide(w->db, &by, id, &(struct request_decision){ .status = status,
                                                                         .note = "Catatan" }));
}

/* What the gateway thinks of this account and the bundle wilayah. */
enum seen { SEEN_NONE, SEEN_APPROVED, SEEN_REVOKED };

static enum seen seen(const char *account)
{
    char text[KEY_TEXT_SIZE];
    struct access_key key = { .id = "key_uji", .account = account, .is_active = true };
    struct access_pass pass = { 0 };
    key_format_new(KEY_DEVELOPMENT, text);
    digest_sha256(text, strlen(text), key.digest);
    access_key_put(&key);
    enum err const e = access_check(&(struct access_call){
        .key = text, .key_size = strlen(text), .environment = "development",
        .environment_size = 11, .slug = "wilayah", .slug_size = 7, .now = NOW }, &pass);
    if (!e)
        access_target_give(pass.target);
    return e == OK ? SEEN_APPROVED : e == ACCESS_REVOKED ? SEEN_REVOKED : SEEN_NONE;
}

static void the_gateway_learns_all_grants_at_start(void **state)
{
    struct world *w = *state;
    const char *alices = submitted(w, ALICE), *bobs = submitted(w, BOB);
    const char *rinas = submitted(w, RINA);
    decided(w, RINA, alices, "approved");
    decided(w, RINA, alices, "revoked");
    decided(w, RINA, bobs, "approved");
    decided(w, RUDI, rinas, "rejected");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(seen(ALICE), SEEN_REVOKED);
        assert_int_equal(seen(BOB), SEEN_APPROVED);
        assert_int_equal(seen(RINA), SEEN_NONE);
        access_close();
        assert_ok(bundles_load_access(w->db));
        assert_ok(grants_load_access(w->db));
    }
    decided(w, RUDI, submitted(w, ALICE), "approved");
    access_close();
    assert_ok(bundles_load_access(w->db));
    assert_ok(grants_load_access(w->db));
    assert_int_equal(seen(ALICE), SEEN_APPROVED);
}

static void what_is_loaded_twice_is_the_same(void **state)
{
    struct world *w = *state;
    decided(w, RINA, submitted(w, ALICE), "approved");
    struct access_size const before = access_size();
    assert_ok(grants_load_access(w->db));
    assert_int_equal(access_size().grants, before.grants);
    assert_int_equal(seen(ALICE), SEEN_APPROVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_market(the_gateway_learns_all_grants_at_start),
        in_a_market(what_is_loaded_twice_is_the_same),
    };
    return cmocka_run_group_tests_name("grants", tests, NULL, NULL);
}
