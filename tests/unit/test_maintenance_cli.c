/* backup, restore and check on the command line: nothing is overwritten, nothing is invented. */
#include "cli/cli.h"
#include "crypto/secret.h"
#include "domain/clients/clients.h"
#include "store/db.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/simpul-keep-XXXXXX";
static struct arena arena;

static int begin(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    return !mkdtemp(folder);
}

static int end(void **state)
{
    (void)state;
    unsetenv("SIMPUL_DATA_DIR");
    unsetenv("SIMPUL_MODE");
    unsetenv("SIMPUL_WHATSAPP");
    unsetenv("SIMPUL_EMAIL");
    secret_close();
    int const rc = system(arena_printf(&arena, "rm -r %s", folder));
    arena_finish(&arena);
    return rc;
}

static const char *in_folder(const char *name)
{
    return arena_printf(&arena, "%s/%s", folder, name);
}

/* Runs a command on the data folder of this name, with one argument or none. */
static enum err run(command *wanted, const char *data, const char *argument)
{
    char *argv[] = { argument ? arena_copy(&arena, argument) : NULL };
    struct cli c = { .argc = argument ? 1 : 0, .argv = argv };
    assert_int_equal(setenv("SIMPUL_DATA_DIR", in_folder(data), 1), 0);
    assert_ok(config_read(&c.arena, NULL, &c.config));
    secret_close();
    enum err const e = wanted(&c);
    arena_finish(&c.arena);
    return e;
}

static void make_client(const char *data)
{
    char *argv[] = { arena_copy(&arena, "create"), arena_copy(&arena, "--label"),
                     arena_copy(&arena, "Uji") };
    struct cli c = { .argc = 3, .argv = argv };
    assert_int_equal(setenv("SIMPUL_DATA_DIR", in_folder(data), 1), 0);
    assert_ok(config_read(&c.arena, NULL, &c.config));
    assert_ok(cli_client(&c));
    arena_finish(&c.arena);
}

static int clients_in(const char *data)
{
    struct store *store = NULL;
    struct clients found = { 0 };
    assert_ok(store_open(in_folder(arena_printf(&arena, "%s/simpul.db", data)), &store));
    assert_ok(clients_list(store_db(store), &arena, &found));
    store_close(store);
    return found.count;
}

static void what_was_backed_up_is_restored_elsewhere(void **state)
{
    (void)state;
    struct stat s;
    make_client("one");
    assert_ok(run(cli_backup, "one", in_folder("kept.db")));
    assert_int_equal(stat(in_folder("kept.db"), &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    assert_int_equal(stat(in_folder("kept.db.secret"), &s), 0);
    assert_int_equal(s.st_mode & 0777, 0600);
    make_client("one");
    assert_ok(run(cli_restore, "two", in_folder("kept.db")));
    assert_int_equal(clients_in("one"), 2);
    assert_int_equal(clients_in("two"), 1);
    assert_ok(run(cli_check, "two", NULL));
}

static void nothing_is_overwritten(void **state)
{
    (void)state;
    make_client("one");
    make_client("two");
    assert_ok(run(cli_backup, "one", in_folder("kept.db")));
    assert_int_equal(run(cli_backup, "one", in_folder("kept.db")), CONFLICT);
    assert_int_equal(run(cli_restore, "two", in_folder("kept.db")), CONFLICT);
    assert_int_equal(unlink(in_folder("two/simpul.db")), 0);
    assert_int_equal(run(cli_restore, "two", in_folder("kept.db")), CONFLICT);
    assert_int_equal(access(in_folder("two/simpul.db"), F_OK), -1);
}

/* A log of an earlier database would be played into the restored one. */
static void a_log_that_was_left_behind_stops_a_restore(void **state)
{
    (void)state;
    make_client("one");
    assert_ok(run(cli_backup, "one", in_folder("kept.db")));
    assert_int_equal(mkdir(in_folder("two"), 0700), 0);
    FILE *left = fopen(in_folder("two/simpul.db-wal"), "w");
    assert_non_null(left);
    fclose(left);
    assert_int_equal(run(cli_restore, "two", in_folder("kept.db")), CONFLICT);
}

static void a_broken_backup_is_not_restored(void **state)
{
    (void)state;
    make_client("one");
    assert_ok(run(cli_backup, "one", in_folder("kept.db")));
    assert_int_equal(truncate(in_folder("kept.db"), 8192), 0);
    assert_int_not_equal(run(cli_restore, "two", in_folder("kept.db")), OK);
    assert_int_equal(access(in_folder("two/simpul.db"), F_OK), -1);
    assert_int_equal(access(in_folder("two/secret"), F_OK), -1);
    assert_int_not_equal(run(cli_restore, "two", in_folder("nothing.db")), OK);
}

static void a_mistyped_folder_is_not_filled(void **state)
{
    (void)state;
    assert_int_equal(run(cli_backup, "typo", in_folder("kept.db")), NOT_FOUND);
    assert_int_equal(run(cli_check, "typo", NULL), NOT_FOUND);
    assert_int_equal(access(in_folder("typo"), F_OK), -1);
}

static void a_database_without_its_secret_gets_no_other(void **state)
{
    (void)state;
    make_client("one");
    assert_int_equal(unlink(in_folder("one/secret")), 0);
    assert_int_not_equal(run(cli_migrate, "one", NULL), OK);
    assert_int_equal(access(in_folder("one/secret"), F_OK), -1);
}

static void a_check_tells_what_production_would_refuse(void **state)
{
    (void)state;
    make_client("one");
    assert_ok(run(cli_check, "one", NULL));
    assert_int_equal(setenv("SIMPUL_MODE", "production", 1), 0);
    assert_int_equal(run(cli_check, "one", NULL), BAD_INPUT);
    assert_non_null(strstr(err_why(), "SIMPUL_WHATSAPP"));
}

static void use(const char *whatsapp, const char *email)
{
    setenv("SIMPUL_WHATSAPP", whatsapp, 1);
    setenv("SIMPUL_EMAIL", email, 1);
    setenv("SIMPUL_EMAIL_FROM", "Simpul <noreply@contoh.go.id>", 1);
}

static void a_check_tries_every_provider(void **state)
{
    (void)state;
    make_client("one");
    setenv("SIMPUL_MODE", "production", 1);
    use("http:providers/fonnte.json", "smtp://127.0.0.1:1");
    assert_int_equal(run(cli_check, "one", NULL), BAD_INPUT);
    assert_non_null(strstr(err_why(), "no secret fonnte-token"));
    use("cloud:109876", "smtp://127.0.0.1:1");
    setenv("WHATSAPP_TOKEN", "t", 1);
    setenv("SIMPUL_WHATSAPP_URL", "http://127.0.0.1:1", 1);
    assert_int_equal(run(cli_check, "one", NULL), INTERNAL);
    assert_non_null(strstr(err_why(), "SIMPUL_WHATSAPP: Failed to connect"));
}

static void a_secret_that_others_may_read_is_refused(void **state)
{
    (void)state;
    make_client("one");
    use("cloud:109876", "outbox");
    assert_int_equal(mkdir(in_folder("one/secrets"), 0700), 0);
    FILE *file = fopen(in_folder("one/secrets/whatsapp-token"), "w");
    fputs("token\n", file);
    fclose(file);
    assert_int_equal(chmod(in_folder("one/secrets/whatsapp-token"), 0644), 0);
    assert_int_equal(run(cli_check, "one", NULL), BAD_INPUT);
    assert_non_null(strstr(err_why(), "may be read or changed by others"));
}

static void wrong_use_is_told(void **state)
{
    (void)state;
    assert_int_equal(run(cli_backup, "one", NULL), BAD_INPUT);
    assert_int_equal(run(cli_restore, "one", "--help"), BAD_INPUT);
    assert_int_equal(run(cli_check, "one", "more"), BAD_INPUT);
}

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(what_was_backed_up_is_restored_elsewhere),
        in_a_folder(nothing_is_overwritten),
        in_a_folder(a_log_that_was_left_behind_stops_a_restore),
        in_a_folder(a_broken_backup_is_not_restored),
        in_a_folder(a_mistyped_folder_is_not_filled),
        in_a_folder(a_database_without_its_secret_gets_no_other),
        in_a_folder(a_check_tells_what_production_would_refuse),
        in_a_folder(a_check_tries_every_provider),
        in_a_folder(a_secret_that_others_may_read_is_refused),
        in_a_folder(wrong_use_is_told),
    };
    return cmocka_run_group_tests_name("backup, restore, check", tests, NULL, NULL);
}
