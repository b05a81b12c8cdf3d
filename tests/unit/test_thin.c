#include "support/world.h"
#include "web/thin.h"

#include <string.h>

static void says(const char *source, const char *thin)
{
    char text[256];
    size_t const size = strlen(source);
    memcpy(text, source, size + 1);
    text[thin_styles(text, size)] = '\0';
    assert_string_equal(text, thin);
}

static void comments_and_white_space_are_left_out(void **state)
{
    (void)state;
    says("/* One. */\n@layer a {\n  .a,\n  .b { color: red; }   /* ** / */\n}\n",
         "@layer a{.a,.b{color:red;}}");
    says("@media (min-width: 1rem) and (print) {\n}\n", "@media (min-width:1rem) and (print){}");
}

static void white_space_that_parts_stays(void **state)
{
    (void)state;
    says("a :hover  >\n.b { margin: calc(1px + 2px)\n  auto; }",
         "a :hover > .b{margin:calc(1px + 2px) auto;}");
    says("a /* of */ b { color: light-dark(oklch(0.9 0 0 / 0.1), red); }",
         "a b{color:light-dark(oklch(0.9 0 0 / 0.1),red);}");
    says(".a/* and */.b { }", ".a.b{}");
}

static void texts_in_quotes_stay_as_they_are(void **state)
{
    (void)state;
    says("a::after { content: \" /* ( */  \\\" { \" attr(href) ':  '; }",
         "a::after{content:\" /* ( */  \\\" { \" attr(href) ':  ';}");
}

static void what_nothing_ends_is_read_to_its_end(void **state)
{
    (void)state;
    says("", "");
    says(" \n ", "");
    says("a { } /* no end", "a{}");
    says("a { } /*", "a{}");
    says("a { content: \"no end\\", "a{content:\"no end\\");
    says("a /", "a /");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_and_white_space_are_left_out),
        cmocka_unit_test(white_space_that_parts_stays),
        cmocka_unit_test(texts_in_quotes_stay_as_they_are),
        cmocka_unit_test(what_nothing_ends_is_read_to_its_end),
    };
    return cmocka_run_group_tests_name("thin", tests, NULL, NULL);
}
