/* simpul user, and production's refusal of demo data. */
#include "base/clock.h"
#include "cli/cli.h"
#include "crypto/password.h"
#include "crypto/secret.h"
#include "domain/accounts/accounts.h"
#include "domain/totp/totp.h"
#include "domain/users/users.h"
#include "portal.h"
#include "support/sealed.h"
#include "support/second_factor.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSWORD "kopi pagi di teras"

/* The command in the world's folder; the arguments end with NULL. */
static enum err simpul_user(struct world *w, const char *const *arguments)
{
    struct cli c = { 0 };
    char *copies[16] = { 0 };
    assert_ok(config_read(&c.arena, NULL, &c.config));
    c.config.data_dir = w->folder;
    c.config.secret_file = arena_printf(&w->arena, "%s/secret", w->folder);
    c.config.database_path = arena_printf(&w->arena, "%s/simpul.db", w->folder);
    c.config.reference_dir = w->folder;
    assert_ok(secret_open(c.config.secret_file, true));
    for (; arguments[c.argc]; c.argc++)
        copies[c.argc] = arena_copy(&w->arena, arguments[c.argc]);
    c.argv = copies;
    enum err const e = cli_user(&c);
    arena_finish(&c.arena);
    return e;
}
#define USER(...) simpul_user(w, (const char *const[]){ __VA_ARGS__, NULL })

static void type_in(struct world *w, const char *text)
{
    const char *path = arena_printf(&w->arena, "%s/typed", w->folder);
    FILE *file = fopen(path, "w");
    fprintf(file, "%s\n", text);
    fclose(file);
    assert_non_null(freopen(path, "r", stdin));
    unlink(path);
}

static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    struct world *w = *state;
    const char *folder = arena_printf(&w->arena, "%s/generated", w->folder);
    mkdir(folder, 0700);
    FILE *list = fopen(arena_printf(&w->arena, "%s/passwords.txt", folder), "w");
    fputs("rahasia2024\n", list);
    fclose(list);
    return freopen("/dev/null", "w", stdout) == NULL;
}

static int end(void **state)
{
    struct world *w = *state;
    unlink(arena_printf(&w->arena, "%s/generated/passwords.txt", w->folder));
    rmdir(arena_printf(&w->arena, "%s/generated", w->folder));
    unlink(arena_printf(&w->arena, "%s/secret", w->folder));
    return world_end(state);
}

static struct account found(struct world *w, const char *login)
{
    struct account account;
    assert_ok(account_find_login(w->db, &w->arena, login, &account));
    return account;
}

static void a_user_is_created_with_a_password_of_the_operators(void **state)
{
    struct world *w = *state;
    bool is_right = false;
    type_in(w, PASSWORD);
    assert_ok(USER("create", "--username", "siti", "--email", "Siti@Contoh.go.id", "--phone",
                   "0812 3456 789", "--name", "Siti Nur Haliza", "--role", "reviewer",
                   "--password-stdin"));
    struct account const siti = found(w, "siti");
    assert_string_equal(siti.role, "reviewer");
    assert_string_equal(siti.status, "active");
    assert_string_equal(siti.phone_number, "628123456789");
    assert_string_equal(siti.first_name, "Siti");
    assert_string_equal(siti.last_name, "Nur Haliza");
    assert_ok(password_verify(PASSWORD, siti.password_hash, &is_right));
    assert_true(is_right);
    password_stop();
}

static void a_user_is_created_with_a_generated_password(void **state)
{
    struct world *w = *state;
    assert_ok(USER("create", "--username", "admin", "--email", "a@contoh.go.id", "--role",
                   "admin"));
    assert_string_equal(found(w, "admin").role, "admin");
}

static void what_cannot_be_is_refused(void **state)
{
    struct world *w = *state;
    assert_err(BAD_INPUT, USER("create", "--username", "siti"));
    assert_err(BAD_INPUT, USER("create", "--username", "si", "--email", "a@contoh.go.id"));
    assert_err(BAD_INPUT, USER("create", "--username", "siti", "--email", "nowhere"));
    assert_err(BAD_INPUT, USER("create", "--username", "siti", "--email", "a@contoh.go.id",
                               "--role", "king"));
    assert_err(BAD_INPUT, USER("create", "--username", "siti", "--email", "a@contoh.go.id",
                               "--phone", "12"));
    type_in(w, "Rahasia2024");
    assert_err(BAD_INPUT, USER("create", "--username", "siti", "--email", "a@contoh.go.id",
                               "--password-stdin"));
    assert_err(BAD_INPUT, USER("fly"));
    assert_err(BAD_INPUT, USER("role", "siti"));
    assert_err(NOT_FOUND, USER("role", "siti", "member"));
}

static void the_last_admin_keeps_the_role(void **state)
{
    struct world *w = *state;
    assert_ok(USER("create", "--username", "admin", "--email", "a@contoh.go.id", "--role",
                   "admin"));
    assert_err(LAST_ADMIN, USER("role", "admin", "member"));
    assert_ok(USER("create", "--username", "budi", "--email", "b@contoh.go.id"));
    assert_err(USERNAME_TAKEN, USER("create", "--username", "BUDI", "--email", "c@contoh.go.id"));
    assert_ok(USER("role", "budi", "admin"));
    assert_ok(USER("role", "admin", "member"));
    assert_string_equal(found(w, "budi").role, "admin");
    assert_string_equal(found(w, "admin").role, "member");
    assert_ok(USER("list", "--role", "admin"));
}

static void an_operator_resets_a_second_factor(void **state)
{
    struct world *w = *state;
    struct totp totp;
    assert_ok(USER("create", "--username", "budi", "--email", "b@contoh.go.id"));
    assert_err(BAD_INPUT, USER("reset-totp"));
    assert_err(NOT_FOUND, USER("reset-totp", "nobody"));
    assert_err(TOTP_NOT_ACTIVE, USER("reset-totp", "budi"));
    const char *id = found(w, "budi").id;
    totp_given(w->db, &w->arena, id, clock_now(), NULL);
    assert_ok(USER("reset-totp", "budi"));
    assert_ok(totp_find(w->db, &w->arena, id, &totp));
    assert_string_equal(totp.state, "none");
    const char *public_url = "http://127.0.0.1:8080/app/";
    assert_int_equal(strncmp(link_sent_to(w, "b@contoh.go.id"), public_url, strlen(public_url)), 0);
}

static void production_does_not_start_with_demo_accounts(void **state)
{
    struct world *w = *state;
    struct config config;
    struct portal *portal = NULL;
    const char *id = NULL;
    assert_ok(secret_use("1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"));
    assert_ok(config_read(&w->arena, NULL, &config));
    config.is_production = true;
    config.whatsapp = config.email = "smtp://mail.contoh.go.id";
    config.api_port = config.gateway_port = config.demo_port = 0;
    struct user_new const demo = { .username = "demo", .password = PASSWORD, .first_name = "D",
                                   .last_name = "", .email = "d@contoh.go.id", .is_demo = true };
    assert_ok(user_create(w->db, &w->arena, &demo, NOW, &id));
    assert_err(BAD_INPUT, portal_start(&config, w->store, &portal));
    assert_non_null(strstr(err_why(), "demo accounts"));
}

#define user_test(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        user_test(a_user_is_created_with_a_password_of_the_operators),
        user_test(a_user_is_created_with_a_generated_password),
        user_test(what_cannot_be_is_refused),
        user_test(the_last_admin_keeps_the_role),
        user_test(an_operator_resets_a_second_factor),
        user_test(production_does_not_start_with_demo_accounts),
    };
    return cmocka_run_group_tests_name("user cli", tests, NULL, NULL);
}
