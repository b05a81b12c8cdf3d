#include "cli/cli.h"
#include "crypto/secret.h"
#include "domain/clients/clients.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { WORDS_MAX = 8, OUTPUT_BYTES = 4096 };

static char folder[] = "/tmp/simpul-cli-XXXXXX";
static char output[OUTPUT_BYTES];

static int begin(void **state)
{
    (void)state;
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    if (!mkdtemp(folder))
        return 1;
    return setenv("SIMPUL_DATA_DIR", folder, 1);
}

static int end(void **state)
{
    (void)state;
    unsetenv("SIMPUL_DATA_DIR");
    secret_close();
    AUTO_ARENA struct arena a = { 0 };
    return system(arena_printf(&a, "rm -r %s", folder));
}

/* What the command prints goes to output. */
static enum err run_captured(struct cli *c)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *path = arena_printf(&a, "%s/output", folder);
    fflush(stdout);
    int const kept = dup(STDOUT_FILENO);
    assert_non_null(freopen(path, "w", stdout));
    enum err const e = cli_client(c);
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    FILE *file = fopen(path, "r");
    size_t const size = fread(output, 1, sizeof output - 1, file);
    output[size] = '\0';
    fclose(file);
    return e;
}

/* The words after `simpul client`, parted by blanks. */
static enum err client(const char *words)
{
    struct cli c = { 0 };
    char *argv[WORDS_MAX], *rest = NULL, *copy = arena_copy(&c.arena, words);
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        argv[c.argc++] = word;
    c.argv = argv;
    assert_ok(config_read(&c.arena, NULL, &c.config));
    enum err const e = run_captured(&c);
    arena_finish(&c.arena);
    return e;
}

/* The word behind name in what was printed. */
static const char *printed(struct arena *a, const char *name)
{
    const char *at = strstr(output, name);
    assert_non_null(at);
    at += strlen(name) + strspn(at + strlen(name), " ");
    return arena_printf(a, "%.*s", (int)strcspn(at, " \n"), at);
}

static void a_client_is_created_listed_and_revoked(void **state)
{
    (void)state;
    AUTO_ARENA struct arena a = { 0 };
    assert_ok(client("create --label Perizinan"));
    const char *id = printed(&a, "user name"), *secret = printed(&a, "password");
    assert_int_equal(strlen(secret), 32);
    assert_ok(client("list"));
    assert_non_null(strstr(output, id));
    assert_non_null(strstr(output, "internal"));
    assert_non_null(strstr(output, "Perizinan"));
    assert_null(strstr(output, secret));
    assert_ok(client(arena_printf(&a, "revoke %s", id)));
    assert_err(NOT_FOUND, client(arena_printf(&a, "revoke %s", id)));
}

static void a_partner_is_asked_for_by_its_kind(void **state)
{
    (void)state;
    assert_ok(client("create --kind partner --label Mitra"));
    assert_ok(client("list"));
    assert_non_null(strstr(output, "partner"));
}

static void wrong_use_is_told(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "make", "create", "create --label", "create --label x --kind y", "list all", "revoke",
        "revoke a b",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_err(BAD_INPUT, client(wrong[i]));
        assert_non_null(strstr(err_why(), "simpul client create"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_client_is_created_listed_and_revoked, begin, end),
        cmocka_unit_test_setup_teardown(a_partner_is_asked_for_by_its_kind, begin, end),
        cmocka_unit_test_setup_teardown(wrong_use_is_told, begin, end),
    };
    return cmocka_run_group_tests_name("cli client", tests, NULL, NULL);
}
