/* What admins do with accounts and institutions over HTTP, and who may not. */
#include "base/clock.h"
#include "domain/institutions/institutions.h"
#include "domain/users/users.h"
#include "support/signed_in.h"

#include <string.h>

static const char *admin;

static int begin_group(void **state)
{
    int const rc = api_begin(state);
    admin = signed_in("kepala", "admin");
    return rc;
}

static const char *path_of(const char *format, const char *id)
{
    return arena_printf(api_arena(), "%s%s", format, id);
}

static const char *id_of(const char *token)
{
    struct answer a = call("GET", "/profile", token, NULL);
    return answer_text(&a, "data.id");
}

static struct answer patch_user(const char *id, const char *member, const char *value)
{
    return call("PATCH", path_of("/admin/users/", id), admin, json_pack("{ss}", member, value));
}

static void staff_routes_let_nobody_else_in(void **state)
{
    (void)state;
    static const struct { const char *method, *path; } rows[] = {
        { "GET", "/admin/users" }, { "GET", "/admin/users/usr_x" },
        { "PATCH", "/admin/users/usr_x" }, { "GET", "/admin/institutions" },
        { "POST", "/admin/institutions/ins_x/validate" },
        { "POST", "/admin/institutions/ins_x/reject" },
    };
    const char *const others[] = { signed_in("orang", "member"), signed_in("peninjau", "reviewer"),
                                   signed_in("terbit", "publisher") };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        refuses(call(rows[i].method, rows[i].path, NULL, NULL), 401, "unauthenticated");
        for (size_t j = 0; j < sizeof others / sizeof others[0]; j++)
            refuses(call(rows[i].method, rows[i].path, others[j], NULL), 403, "forbidden");
    }
}

static void users_are_listed_page_by_page_and_found(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        person_add(api_db(), api_arena(), NULL, arena_printf(api_arena(), "warga%d", i), NULL);
    int seen = 0;
    const char *cursor = "";
    do {
        struct answer a = call("GET", arena_printf(api_arena(),
                               "/admin/users?q=warga&limit=2&cursor=%s", cursor), admin, NULL);
        assert_int_equal(a.status, 200);
        seen += (int)json_array_size(json_object_get(a.json, "data"));
        cursor = answer_text(&a, "meta.next_cursor");
    } while (*cursor && seen < 10);
    assert_int_equal(seen, 5);
    struct answer a = call("GET", "/admin/users?q=warga3@contoh.go.id", admin, NULL);
    assert_string_equal(answer_text(&a, "data.0.username"), "warga3");
    a = call("GET", "/admin/users?role=admin&status=active", admin, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 1);
    refuses(call("GET", "/admin/users?role=king", admin, NULL), 422, "invalid_fields");
    refuses(call("GET", "/admin/users?limit=0", admin, NULL), 422, "invalid_fields");
}

static void a_user_is_shown_without_secrets(void **state)
{
    (void)state;
    const char *id = person_add(api_db(), api_arena(), NULL, "terlihat", NULL);
    struct answer a = call("GET", path_of("/admin/users/", id), admin, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.username"), "terlihat");
    assert_null(strstr(a.text, "argon2"));
    refuses(call("GET", "/admin/users/usr_x", admin, NULL), 404, "not_found");
}

static void a_suspension_and_its_end_hold_from_the_next_call(void **state)
{
    (void)state;
    const char *token = signed_in("bandel", NULL), *id = id_of(token);
    struct answer a = patch_user(id, "status", "suspended");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.status"), "suspended");
    refuses(call("GET", "/profile", token, NULL), 401, "unauthenticated");
    refuses(sign_in_call("bandel", PASSWORD, false), 403, "account_suspended");
    assert_int_equal(patch_user(id, "status", "active").status, 200);
    refuses(call("GET", "/profile", token, NULL), 401, "unauthenticated");
    assert_int_equal(sign_in_call("bandel", PASSWORD, false).status, 200);
}

static void a_role_holds_from_the_next_call_and_is_told(void **state)
{
    (void)state;
    const char *token = signed_in("naik", NULL), *id = id_of(token);
    refuses(call("GET", "/admin/users", token, NULL), 403, "forbidden");
    assert_int_equal(patch_user(id, "role", "admin").status, 200);
    assert_int_equal(call("GET", "/admin/users", token, NULL).status, 200);
    assert_int_equal(patch_user(id, "role", "member").status, 200);
    refuses(call("GET", "/admin/users", token, NULL), 403, "forbidden");
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE kind = 'role.changed' "
                               "AND account_id = $1", id), 2);
    assert_int_equal(db_number("SELECT count(*) FROM audit WHERE action = 'account.role' "
                               "AND subject = $1", id), 2);
}

static void no_admin_changes_the_own_role_or_status(void **state)
{
    (void)state;
    refuses(patch_user(id_of(admin), "role", "member"), 409, "own_account");
    refuses(patch_user(id_of(admin), "status", "suspended"), 409, "own_account");
}

static void the_last_admin_stays_one(void **state)
{
    (void)state;
    const char *id = id_of(admin);
    assert_err(LAST_ADMIN, user_change(api_db(), api_arena(), &(struct user_change){
        .id = id, .role = "member" }, clock_now()));
    assert_err(LAST_ADMIN, user_change(api_db(), api_arena(), &(struct user_change){
        .id = id, .status = "suspended" }, clock_now()));
}

static void a_change_that_cannot_be_is_refused(void **state)
{
    (void)state;
    const char *id = person_add_unverified(api_db(), api_arena(), "mentah");
    refuses(patch_user(id, "status", "active"), 409, "conflict");
    refuses(patch_user(id, "role", "king"), 422, "invalid_fields");
    refuses(patch_user(id, "status", "unverified"), 422, "invalid_fields");
    refuses(patch_user("usr_x", "role", "member"), 404, "not_found");
}

static const char *member_of_institution(const char *username, const char **account)
{
    const char *id = NULL;
    struct user_new const user = {
        .username = username, .password = PASSWORD, .first_name = username, .last_name = "",
        .email = arena_printf(api_arena(), "%s@dinas.go.id", username),
        .institution_name = "Dinas Kominfo", .institution_type = "Pemerintah Daerah",
    };
    assert_ok(user_create(api_db(), api_arena(), &user, clock_now(), &id));
    *account = id;
    struct answer a = call("GET", path_of("/admin/users/", id), admin, NULL);
    assert_string_equal(answer_text(&a, "data.institution.status"), "menunggu");
    return answer_text(&a, "data.institution.id");
}

static struct answer decide(const char *id, const char *what, json_t *body)
{
    return call("POST", arena_printf(api_arena(), "/admin/institutions/%s/%s", id, what), admin,
                body);
}

static void an_institution_waits_is_validated_and_its_member_told(void **state)
{
    (void)state;
    const char *account = NULL, *id = member_of_institution("dinas1", &account);
    struct answer a = call("GET", "/admin/institutions?status=menunggu", admin, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.0.id"), id);
    assert_string_equal(answer_text(&a, "data.0.members.0.username"), "dinas1");
    a = decide(id, "validate", json_object());
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.status"), "tervalidasi");
    a = call("GET", "/profile", token_of("dinas1"), NULL);
    assert_string_equal(answer_text(&a, "data.institution.name"), "Dinas Kominfo");
    assert_string_equal(answer_text(&a, "data.institution.status"), "tervalidasi");
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE account_id = $1 "
                               "AND kind = 'institution.validated'", account), 1);
    refuses(decide(id, "validate", json_object()), 409, "conflict");
}

static void a_rejection_needs_a_note_and_may_be_taken_back(void **state)
{
    (void)state;
    const char *account = NULL, *id = member_of_institution("dinas2", &account);
    refuses(decide(id, "reject", json_object()), 422, "invalid_fields");
    struct answer a = decide(id, "reject", json_pack("{ss}", "note", "Surat tugas tidak ada"));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.note"), "Surat tugas tidak ada");
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE account_id = $1 "
                               "AND kind = 'institution.rejected'", account), 1);
    assert_int_equal(decide(id, "validate", json_object()).status, 200);
    refuses(decide("ins_x", "validate", json_object()), 404, "not_found");
    refuses(call("GET", "/admin/institutions?status=x", admin, NULL), 422, "invalid_fields");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(staff_routes_let_nobody_else_in),
        cmocka_unit_test(users_are_listed_page_by_page_and_found),
        cmocka_unit_test(a_user_is_shown_without_secrets),
        cmocka_unit_test(a_suspension_and_its_end_hold_from_the_next_call),
        cmocka_unit_test(a_role_holds_from_the_next_call_and_is_told),
        cmocka_unit_test(no_admin_changes_the_own_role_or_status),
        cmocka_unit_test(the_last_admin_stays_one),
        cmocka_unit_test(a_change_that_cannot_be_is_refused),
        cmocka_unit_test(an_institution_waits_is_validated_and_its_member_told),
        cmocka_unit_test(a_rejection_needs_a_note_and_may_be_taken_back),
    };
    return cmocka_run_group_tests_name("users api", tests, begin_group, api_end);
}
