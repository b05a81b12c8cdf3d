/* Settings: where they come from, and what a wrong one is told. */
#include "config.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const touched[] = {
    "SIMPUL_API_LISTEN", "SIMPUL_DATA_DIR", "SIMPUL_LOG_FORMAT", "SIMPUL_METRICS_LISTEN",
    "SIMPUL_MODE", "SIMPUL_PRIVATE_TARGETS", "SIMPUL_PUBLIC_URL", "SIMPUL_WEBAPP_DIR",
    "SIMPUL_WHATSAPP", "SIMPUL_NO_SUCH",
};
static char file[] = "/tmp/simpul-config-XXXXXX";
static struct arena arena;

static int begin(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof touched / sizeof touched[0]; i++)
        unsetenv(touched[i]);
    memcpy(file + sizeof file - 7, "XXXXXX", 6);
    int const made = mkstemp(file);
    return made < 0 || close(made) != 0;
}

static int end(void **state)
{
    arena_finish(&arena);
    return begin(state) || unlink(file);
}

static struct config config_of(const char *name, const char *value)
{
    struct config c;
    assert_int_equal(setenv(name, value, 1), 0);
    assert_ok(config_read(&arena, NULL, &c));
    assert_int_equal(unsetenv(name), 0);
    return c;
}

static void refuses(const char *name, const char *value)
{
    struct config c;
    assert_int_equal(setenv(name, value, 1), 0);
    assert_int_equal(config_read(&arena, NULL, &c), BAD_INPUT);
    assert_non_null(strstr(err_why(), name));
    assert_int_equal(unsetenv(name), 0);
}

static void write_file(const char *text)
{
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

static void the_environment_wins_over_the_file(void **state)
{
    (void)state;
    struct config c;
    write_file("# a comment\n\nSIMPUL_MODE = development\n");
    assert_int_equal(config_read(&arena, file, &c), BAD_INPUT);
    write_file("# a comment\n\n  SIMPUL_API_LISTEN= [::1]:9000 \nSIMPUL_DATA_DIR=/srv/simpul\n");
    assert_ok(config_read(&arena, file, &c));
    assert_string_equal(c.api_host, "::1");
    assert_int_equal(c.api_port, 9000);
    assert_string_equal(c.public_url, "http://[::1]:9000");
    assert_string_equal(c.secret_file, "/srv/simpul/secret");
    assert_string_equal(c.database_path, "/srv/simpul/simpul.db");
    assert_int_equal(setenv("SIMPUL_API_LISTEN", "localhost:9001", 1), 0);
    assert_ok(config_read(&arena, file, &c));
    assert_string_equal(c.api_host, "127.0.0.1");
    assert_int_equal(c.api_port, 9001);
}

static void an_empty_value_stands_for_the_default(void **state)
{
    (void)state;
    assert_string_equal(config_of("SIMPUL_LOG_FORMAT", "").log_format, "auto");
    assert_string_equal(config_of("SIMPUL_WHATSAPP", "").whatsapp, "outbox");
    assert_string_equal(config_of("SIMPUL_SMS", "http:/etc/sms.json").sms, "http:/etc/sms.json");
    assert_int_equal(config_of("SIMPUL_API_LISTEN", "").api_port, 8080);
    assert_string_equal(config_of("SIMPUL_METRICS_LISTEN", "").metrics_host, "");
    assert_string_equal(config_of("SIMPUL_WEBAPP_DIR", "").webapp_dir, "");
}

static void private_targets_follow_the_mode_until_they_are_set(void **state)
{
    (void)state;
    assert_true(config_of("SIMPUL_MODE", "development").private_targets);
    assert_false(config_of("SIMPUL_MODE", "production").private_targets);
    assert_false(config_of("SIMPUL_PRIVATE_TARGETS", "refuse").private_targets);
    assert_true(config_of("SIMPUL_PRIVATE_TARGETS", "allow").private_targets);
}

static void a_public_address_loses_its_last_slash(void **state)
{
    (void)state;
    struct config const c = config_of("SIMPUL_PUBLIC_URL", "https://layanan.contoh.go.id/");
    assert_string_equal(c.public_url, "https://layanan.contoh.go.id");
}

static void a_wrong_setting_is_named(void **state)
{
    (void)state;
    refuses("SIMPUL_NO_SUCH", "1");
    refuses("SIMPUL_MODE", "staging");
    refuses("SIMPUL_API_LISTEN", "8080");
    refuses("SIMPUL_API_LISTEN", "example.org:8080");
    refuses("SIMPUL_API_LISTEN", "127.0.0.1:65536");
    refuses("SIMPUL_PUBLIC_URL", "layanan.contoh.go.id");
    refuses("SIMPUL_WHATSAPP", "fonnte");
    refuses("SIMPUL_WHATSAPP", "cloud:");
    refuses("SIMPUL_SMS", "cloud:1234");
    refuses("SIMPUL_EMAIL", "mail.contoh.go.id:25");
    struct config c;
    assert_int_equal(config_read(&arena, "/nowhere/simpul.conf", &c), BAD_INPUT);
    write_file("SIMPUL_MODE\n");
    assert_int_equal(config_read(&arena, file, &c), BAD_INPUT);
    assert_non_null(strstr(err_why(), "SIMPUL_MODE"));
}

static void a_password_in_an_address_is_masked(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    struct config const c = config_of("SIMPUL_EMAIL", "smtp://simpul:kopi@mail.contoh.go.id");
    FILE *out = open_memstream(&text, &size);
    config_print(out, &c, false);
    fclose(out);
    assert_non_null(strstr(text, "SIMPUL_EMAIL=smtp://***@mail.contoh.go.id\n"));
    free(text);
}

#define with_settings(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_settings(the_environment_wins_over_the_file),
        with_settings(an_empty_value_stands_for_the_default),
        with_settings(private_targets_follow_the_mode_until_they_are_set),
        with_settings(a_public_address_loses_its_last_slash),
        with_settings(a_wrong_setting_is_named),
        with_settings(a_password_in_an_address_is_masked),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
