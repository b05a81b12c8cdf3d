/* Values for schemas without an example: the same as the web app's. */
#include "domain/bundles/example.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_same_is_made_as_in_the_web_app(void **state)
{
    (void)state;
    json_error_t fault;
    static const char path[] = SIMPUL_SOURCE_DIR "/tests/support/examples.json";
    json_auto_t *cases = json_load_file(path, 0, &fault);
    size_t at;
    json_t *one;
    assert_true(json_array_size(cases) > 40);
    json_array_foreach(cases, at, one) {
        json_auto_t *made = example_for(one);
        char *text = json_dumps(made, JSON_ENCODE_ANY);
        char *schema = json_dumps(json_object_get(one, "schema"), 0);
        json_t *wanted = json_object_get(one, "value");
        bool const is_same = json_equal(made, wanted)
                             || (json_is_number(made) && json_is_number(wanted)
                                 && json_number_value(made) == json_number_value(wanted));
        if (!is_same)
            print_error("%s: %s\n", schema, text);
        free(schema);
        free(text);
        assert_true(is_same);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_is_made_as_in_the_web_app),
    };
    return cmocka_run_group_tests_name("example", tests, NULL, NULL);
}
