#include "domain/messages/sms.h"
#include "support/world.h"

#include <string.h>

static const char *repeat(struct world *w, const char *piece, int times)
{
    char *text = arena_alloc(&w->arena, strlen(piece) * (size_t)times + 1);
    for (int i = 0; i < times; i++)
        memcpy(text + strlen(piece) * (size_t)i, piece, strlen(piece));
    return text;
}

static void has_parts(const char *text, bool is_gsm, int units, int parts)
{
    struct sms const sms = sms_measure(text);
    assert_int_equal(sms.is_gsm, is_gsm);
    assert_int_equal(sms.units, units);
    assert_int_equal(sms.parts, parts);
}

static void a_short_text_is_one_part(void **state)
{
    struct world *w = *state;
    has_parts("", true, 0, 1);
    has_parts("Kode: 123456", true, 12, 1);
    has_parts(repeat(w, "a", 160), true, 160, 1);
    has_parts(repeat(w, "a", 161), true, 161, 2);
    has_parts(repeat(w, "a", 306), true, 306, 2);
    has_parts(repeat(w, "a", 307), true, 307, 3);
}

static void signs_of_the_extension_count_twice(void **state)
{
    struct world *w = *state;
    has_parts("€5 [x]", true, 9, 1);
    has_parts(repeat(w, "{", 80), true, 160, 1);
    has_parts(repeat(w, "{", 81), true, 162, 2);
}

static void no_part_ends_within_a_character(void **state)
{
    struct world *w = *state;
    /* 76 double signs fill 152 septets: the next does not fit into the 153rd. */
    has_parts(repeat(w, "{", 153), true, 306, 3);
    has_parts(repeat(w, "😀", 35), false, 70, 1);
    has_parts(repeat(w, "😀", 67), false, 134, 3);
}

static void one_strange_character_shortens_every_part(void **state)
{
    struct world *w = *state;
    has_parts("é à ñ Ω", true, 7, 1);
    has_parts("–", false, 1, 1);
    has_parts("`", false, 1, 1);
    has_parts("\t", false, 1, 1);
    has_parts(repeat(w, "ą", 70), false, 70, 1);
    has_parts(repeat(w, "ą", 71), false, 71, 2);
    has_parts(repeat(w, "ą", 134), false, 134, 2);
    has_parts(repeat(w, "ą", 135), false, 135, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_new_world(a_short_text_is_one_part),
        in_a_new_world(signs_of_the_extension_count_twice),
        in_a_new_world(no_part_ends_within_a_character),
        in_a_new_world(one_strange_character_shortens_every_part),
    };
    return cmocka_run_group_tests_name("sms", tests, NULL, NULL);
}
