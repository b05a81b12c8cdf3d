#include "support/world.h"
#include "web/release.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    struct arena arena;
    char folder[64];
};

static void write_file(struct place *p, const char *name, const char *text)
{
    FILE *f = fopen(arena_printf(&p->arena, "%s/%s", p->folder, name), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

/* As if the file had been written at that second. */
static void date_file(struct place *p, const char *name, time_t at)
{
    struct timespec const times[2] = { { .tv_sec = at }, { .tv_sec = at } };
    const char *path = arena_printf(&p->arena, "%s/%s", p->folder, name);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/simpul-release-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    assert_int_equal(mkdir(arena_printf(&p->arena, "%s/lib", p->folder), 0700), 0);
    write_file(p, "app.js", "one");
    write_file(p, "lib/a.js", "one");
    date_file(p, "app.js", 1000);
    date_file(p, "lib/a.js", 1000);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    const char *names[] = { "app.js", "lib/a.js", "lib/b.js", "lib", "" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        remove(arena_printf(&p->arena, "%s/%s", p->folder, names[i]));
    arena_finish(&p->arena);
    free(p);
    return 0;
}

static void a_release_is_the_same_until_a_file_changes(void **state)
{
    struct place *p = *state;
    const char *first = release_name(&p->arena, p->folder);
    assert_int_equal(strlen(first), 18);
    assert_string_equal(release_name(&p->arena, p->folder), first);
    date_file(p, "lib/a.js", 1001);
    const char *second = release_name(&p->arena, p->folder);
    assert_string_not_equal(second, first);
    write_file(p, "lib/b.js", "");
    assert_string_not_equal(release_name(&p->arena, p->folder), second);
}

static void a_file_of_another_size_is_another_release(void **state)
{
    struct place *p = *state;
    const char *first = release_name(&p->arena, p->folder);
    write_file(p, "app.js", "three");
    date_file(p, "app.js", 1000);
    assert_string_not_equal(release_name(&p->arena, p->folder), first);
}

static void only_a_whole_name_is_a_release(void **state)
{
    (void)state;
    assert_string_equal(release_below("/v-0123456789abcdef/lib/a.js"), "/lib/a.js");
    assert_string_equal(release_below("/v-0123456789abcde/a.js"), "/v-0123456789abcde/a.js");
    assert_string_equal(release_below("/v-0123456789abcdef0/a.js"), "/v-0123456789abcdef0/a.js");
    assert_string_equal(release_below("/v-0123456789ABCDEF/a.js"), "/v-0123456789ABCDEF/a.js");
    assert_string_equal(release_below("/v-0123456789abcdef"), "/v-0123456789abcdef");
    assert_string_equal(release_below("/keys"), "/keys");
}

static void every_address_of_the_page_lies_below_the_release(void **state)
{
    struct place *p = *state;
    static const char PAGE[] = "<link href=\"/app/a.css\"><script src=\"/app/b.js\"></script>/app/";
    static const char WANTED[] = "<link href=\"/app/v-0123456789abcdef/a.css\">"
                                 "<script src=\"/app/v-0123456789abcdef/b.js\"></script>/app/";
    size_t size;
    char *page = release_of_page(&p->arena, PAGE, strlen(PAGE), "v-0123456789abcdef", &size);
    assert_int_equal(size, strlen(WANTED));
    assert_memory_equal(page, WANTED, size);
    release_of_page(&p->arena, "\"/app/\"/app/", 12, "v-0123456789abcdef", &size);
    assert_int_equal(size, 12 + 2 * 19);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_release_is_the_same_until_a_file_changes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_of_another_size_is_another_release, set_up,
                                        tear_down),
        cmocka_unit_test(only_a_whole_name_is_a_release),
        cmocka_unit_test_setup_teardown(every_address_of_the_page_lies_below_the_release, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("release", tests, NULL, NULL);
}
