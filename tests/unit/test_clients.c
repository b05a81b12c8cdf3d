#include "domain/clients/clients.h"
#include "support/sealed.h"

#include <string.h>

static const char *create(struct world *w, const char *kind, struct client *out)
{
    const char *secret = NULL;
    *out = (struct client){ .kind = kind, .label = "Aplikasi perizinan" };
    assert_ok(client_create(w->db, &w->arena, out, NULL, NOW, &secret));
    return secret;
}

static enum err check(struct world *w, const char *kind, const char *id, const char *secret)
{
    struct client found = { 0 };
    return client_check(w->db, &w->arena, kind, id, secret, &found);
}

static void a_client_is_known_by_its_secret(void **state)
{
    struct world *w = *state;
    struct client c;
    const char *secret = create(w, "internal", &c);
    assert_true(strlen(secret) >= 32);
    assert_ok(check(w, "internal", c.id, secret));
    assert_err(UNAUTHENTICATED, check(w, "internal", c.id, "wrong"));
    assert_err(UNAUTHENTICATED, check(w, "internal", c.id, ""));
    assert_err(UNAUTHENTICATED, check(w, "internal", "cli_none", secret));
}

static void the_secret_of_one_is_not_anothers(void **state)
{
    struct world *w = *state;
    struct client one, two;
    const char *secret = create(w, "internal", &one);
    create(w, "internal", &two);
    assert_err(UNAUTHENTICATED, check(w, "internal", two.id, secret));
}

static void a_partner_is_no_internal_client(void **state)
{
    struct world *w = *state;
    struct client c;
    const char *secret = create(w, "partner", &c);
    assert_err(UNAUTHENTICATED, check(w, "internal", c.id, secret));
    assert_ok(check(w, "partner", c.id, secret));
}

static void a_revoked_client_is_refused_and_stays_listed(void **state)
{
    struct world *w = *state;
    struct client c;
    struct clients found = { 0 };
    const char *secret = create(w, "internal", &c);
    assert_ok(client_revoke(w->db, c.id, NOW));
    assert_err(UNAUTHENTICATED, check(w, "internal", c.id, secret));
    assert_err(NOT_FOUND, client_revoke(w->db, c.id, NOW));
    assert_err(NOT_FOUND, client_revoke(w->db, "cli_none", NOW));
    assert_ok(clients_list(w->db, &w->arena, &found));
    assert_int_equal(found.count, 1);
    assert_int_equal(found.items[0].revoked_at, NOW);
}

static void the_last_use_is_noted(void **state)
{
    struct world *w = *state;
    struct client c;
    struct clients found = { 0 };
    const char *secret = create(w, "internal", &c);
    assert_ok(check(w, "internal", c.id, secret));
    assert_ok(clients_list(w->db, &w->arena, &found));
    assert_int_equal(found.items[0].last_used_at, NOW);
}

static void a_secret_stands_nowhere_in_the_clear(void **state)
{
    struct world *w = *state;
    struct client c;
    const char *secret = create(w, "internal", &c);
    AUTO_QUERY struct query q = db_query(w->db, "SELECT secret_mac FROM clients");
    assert_true(query_next(&q));
    assert_null(strstr(column_text(&q, &w->arena), secret));
}

static void the_demo_client_can_be_made_again_and_again(void **state)
{
    struct world *w = *state;
    bool has_demo = true;
    assert_ok(clients_have_demo(w->db, &has_demo));
    assert_false(has_demo);
    for (int i = 0; i < 2; i++)
        assert_ok(client_create_demo(w->db, "internal", "demo-internal", "demo-secret", NOW));
    assert_ok(check(w, "internal", "demo-internal", "demo-secret"));
    assert_ok(clients_have_demo(w->db, &has_demo));
    assert_true(has_demo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_sealed_world(a_client_is_known_by_its_secret),
        in_a_sealed_world(the_secret_of_one_is_not_anothers),
        in_a_sealed_world(a_partner_is_no_internal_client),
        in_a_sealed_world(a_revoked_client_is_refused_and_stays_listed),
        in_a_sealed_world(the_last_use_is_noted),
        in_a_sealed_world(a_secret_stands_nowhere_in_the_clear),
        in_a_sealed_world(the_demo_client_can_be_made_again_and_again),
    };
    return cmocka_run_group_tests_name("clients", tests, NULL, NULL);
}
