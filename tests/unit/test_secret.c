#include "base/random.h"
#include "crypto/digest.h"
#include "crypto/secret.h"
#include "support/world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define ONES "1111111111111111111111111111111111111111111111111111111111111111"
#define TWOS "2222222222222222222222222222222222222222222222222222222222222222"

static char folder[] = "/tmp/simpul-secret-XXXXXX";
static char path[64];

static int begin(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/simpul-secret-XXXXXX");
    snprintf(path, sizeof path, "%s/secret", mkdtemp(folder));
    return 0;
}

static int end(void **state)
{
    (void)state;
    secret_close();
    unlink(path);
    return rmdir(folder);               /* fails when a draft was left behind */
}

static void write_secret(const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(0, chmod(path, mode));
}

static void the_first_start_makes_a_file_for_its_owner_only(void **state)
{
    (void)state;
    mode_t const before = umask(0);
    assert_ok(secret_open(path, true));
    umask(before);
    struct stat s;
    assert_int_equal(0, stat(path, &s));
    assert_int_equal(S_IFREG | 0600, s.st_mode);
    assert_int_equal(67, s.st_size);
    assert_int_equal(1, key_newest(FOR_TOKENS).id);
}

static void later_starts_read_the_same_keys(void **state)
{
    (void)state;
    assert_ok(secret_open(path, true));
    struct key const first = key_newest(FOR_FIELDS);
    secret_close();
    assert_ok(secret_open(path, true));
    struct key const again = key_newest(FOR_FIELDS);
    assert_memory_equal(first.bytes, again.bytes, KEY_BYTES);
    assert_ok(secret_open(path, false));
}

static void a_missing_file_is_an_error_unless_it_may_be_made(void **state)
{
    (void)state;
    assert_err(INTERNAL, secret_open(path, false));
    assert_non_null(strstr(err_why(), path));
    assert_err(INTERNAL, secret_open("/nonexistent/folder/secret", true));
}

static void two_installations_have_different_secrets(void **state)
{
    (void)state;
    assert_ok(secret_open(path, true));
    struct key const first = key_newest(FOR_FIELDS);
    unlink(path);
    assert_ok(secret_open(path, true));
    struct key const second = key_newest(FOR_FIELDS);
    assert_memory_not_equal(first.bytes, second.bytes, KEY_BYTES);
}

static void report_key(int to)
{
    if (secret_open(path, true) != OK)
        _exit(1);
    struct key const key = key_newest(FOR_FIELDS);
    _exit(write(to, key.bytes, KEY_BYTES) == KEY_BYTES ? 0 : 1);
}

static void starts_at_the_same_time_agree_on_one_secret(void **state)
{
    (void)state;
    enum { STARTS = 16 };
    int ends[2];
    assert_int_equal(0, pipe(ends));
    for (int i = 0; i < STARTS; i++) {
        pid_t const child = fork();
        assert_true(child >= 0);
        if (child == 0)
            report_key(ends[1]);
    }
    close(ends[1]);
    for (int i = 0, status = 0; i < STARTS; i++) {
        assert_true(wait(&status) > 0);
        assert_int_equal(0, status);
    }
    unsigned char keys[STARTS][KEY_BYTES];
    assert_int_equal(sizeof keys, read(ends[0], keys, sizeof keys));
    close(ends[0]);
    for (int i = 1; i < STARTS; i++)
        assert_memory_equal(keys[0], keys[i], KEY_BYTES);
}

static void a_file_that_others_may_read_is_refused(void **state)
{
    (void)state;
    mode_t const open_to_others[] = { 0640, 0604, 0660, 0644, 0610 };
    for (size_t i = 0; i < sizeof open_to_others / sizeof open_to_others[0]; i++) {
        write_secret("1 " ONES "\n", open_to_others[i]);
        assert_err(INTERNAL, secret_open(path, false));
        assert_non_null(strstr(err_why(), "chmod 600"));
    }
    assert_int_equal(0, chmod(path, 0400));
    assert_ok(secret_open(path, false));
}

static void a_folder_is_no_secret(void **state)
{
    (void)state;
    assert_err(INTERNAL, secret_open(folder, false));
}

static void malformed_files_are_refused(void **state)
{
    (void)state;
    const char *const texts[] = {
        "", "\n\n", ONES "\n", "x " ONES "\n", "0 " ONES "\n", "-1 " ONES "\n",
        "4294967296 " ONES "\n", "1 " ONES "1\n", "1 123\n", "1  " ONES "\n", "1 " ONES " \n",
        "1 zz11111111111111111111111111111111111111111111111111111111111111\n",
        "1 " ONES "\n1 " TWOS "\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_err(INTERNAL, secret_use(texts[i]));
        assert_null(strstr(err_why(), "1111"));
        write_secret(texts[i], 0600);
        assert_err(INTERNAL, secret_open(path, true));
    }
}

static void an_endless_file_is_refused(void **state)
{
    (void)state;
    char text[4096];
    memset(text, '\n', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    write_secret(text, 0600);
    assert_err(INTERNAL, secret_open(path, false));
}

static void a_refused_file_leaves_the_old_keys(void **state)
{
    (void)state;
    assert_ok(secret_use("3 " ONES "\n"));
    assert_err(INTERNAL, secret_use("4 nonsense\n"));
    assert_int_equal(3, key_newest(FOR_OTP).id);
}

static void the_first_line_is_the_newest_and_the_others_remain(void **state)
{
    (void)state;
    assert_ok(secret_use("1 " ONES "\n"));
    struct key const old = key_newest(FOR_FIELDS);
    assert_ok(secret_use("2 " TWOS "\n1 " ONES "\n"));
    struct key found;
    assert_int_equal(2, key_newest(FOR_FIELDS).id);
    assert_true(key_at(FOR_FIELDS, 1, &found));
    assert_memory_equal(old.bytes, found.bytes, KEY_BYTES);
    assert_false(key_at(FOR_FIELDS, 2, &found));
    assert_true(key_find(FOR_FIELDS, 1, &found));
    assert_memory_equal(old.bytes, found.bytes, KEY_BYTES);
    assert_false(key_find(FOR_FIELDS, 3, &found));
}

static void each_purpose_has_a_key_of_its_own(void **state)
{
    (void)state;
    assert_ok(secret_use("1 " ONES "\n"));
    for (int p = 0; p < PURPOSE_COUNT; p++) {
        struct key const one = key_newest((enum purpose)p);
        for (int q = 0; q < p; q++)
            assert_memory_not_equal(one.bytes, key_newest((enum purpose)q).bytes, KEY_BYTES);
    }
}

static void the_keys_are_hkdf_of_the_secret(void **state)
{
    (void)state;
    assert_ok(secret_use("1 " ONES "\n"));
    unsigned char master[KEY_BYTES], expected[KEY_BYTES];
    memset(master, 0x11, sizeof master);
    hkdf_sha256((struct octets){ master, sizeof master }, (struct octets){ 0 },
                (struct octets){ "simpul/otp", 10 }, expected, sizeof expected);
    assert_memory_equal(expected, key_newest(FOR_OTP).bytes, KEY_BYTES);
}

static void a_wiped_key_is_gone(void **state)
{
    (void)state;
    assert_ok(secret_use("1 " ONES "\n"));
    struct key key = key_newest(FOR_OTP);
    key_wipe(&key);
    static const struct key nothing;
    assert_memory_equal(&nothing, &key, sizeof key);
    secret_close();
    assert_false(key_at(FOR_OTP, 0, &key));
}

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(the_first_start_makes_a_file_for_its_owner_only),
        in_a_folder(later_starts_read_the_same_keys),
        in_a_folder(a_missing_file_is_an_error_unless_it_may_be_made),
        in_a_folder(two_installations_have_different_secrets),
        in_a_folder(starts_at_the_same_time_agree_on_one_secret),
        in_a_folder(a_file_that_others_may_read_is_refused),
        in_a_folder(a_folder_is_no_secret),
        in_a_folder(malformed_files_are_refused),
        in_a_folder(an_endless_file_is_refused),
        in_a_folder(a_refused_file_leaves_the_old_keys),
        in_a_folder(the_first_line_is_the_newest_and_the_others_remain),
        in_a_folder(each_purpose_has_a_key_of_its_own),
        in_a_folder(the_keys_are_hkdf_of_the_secret),
        in_a_folder(a_wiped_key_is_gone),
    };
    return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
