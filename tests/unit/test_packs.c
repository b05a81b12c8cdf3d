#include "support/world.h"
#include "web/ahead.h"
#include "web/packs.h"
#include "web/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    struct arena arena;
    char folder[64];
    struct packs *packs;
};

/* Too much for two pages to come with the start. */
#define WEIGHT "  /* 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 01 */\n"

static const char *const FOLDERS[] = { "/lib", "/pages", "/locales", "/css" };
static const char *const FILES[][2] = {
    { "/app.js", "/* The start. */\n"
                 "import { route as way } from './lib/route.js';\n"
                 "way(() => import('./lib/later.js').catch(way));\n" },
    { "/lib/route.js", "// @ts-check\n"
                       "import { show } from './show.js';\n\n"
                       "/* Shows\n   a page. */\n"
                       "export const route = name => import(`../pages/${name}.js`).then(show);\n"
                       "export const words = () => import('../locales/id.js');\n" },
    { "/lib/show.js", "export function show() { return `\n  export const it = 'text'`; }\n"
                      "export const { a, b } = { a: 1, b: 2 };\n" },
    { "/lib/both.js", "import * as all from './show.js';\n"
                      "export { show, } from './show.js';\n"
                      "export class Both { with = all; }\n" WEIGHT
                      "import('../node_modules/x/x.js');\n" },
    { "/lib/later.js", "export async function later() {}\n" },
    { "/pages/one.js", "import {\n  Both, show as draw,\n} from '../lib/both.js';\n"
                       "export const view = () => draw(Both);\n" },
    { "/pages/two.js", "import { Both } from '../lib/both.js';\nexport const view = Both" },
    { "/locales/id.js", "export default {\n  a: 'b',\n};\n" },
    { "/css/a.css", "a { color: red; }\n" },
    { "/css/b.css", "b { color: red; }\n" },
    { "/ahead.txt", "/one/:id pages/one.js a b /ones/:id?a=1&b=2 /c\n/two pages/two.js\n" },
};
enum { FILE_COUNT = sizeof FILES / sizeof FILES[0] };

static void write_file(struct place *p, const char *name, const char *text)
{
    FILE *f = fopen(arena_printf(&p->arena, "%s%s", p->folder, name), "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static int set_up(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->folder, sizeof p->folder, "/tmp/simpul-packs-XXXXXX");
    assert_non_null(mkdtemp(p->folder));
    for (size_t i = 0; i < sizeof FOLDERS / sizeof FOLDERS[0]; i++)
        assert_int_equal(mkdir(arena_printf(&p->arena, "%s%s", p->folder, FOLDERS[i]), 0700), 0);
    for (int i = 0; i < FILE_COUNT; i++)
        write_file(p, FILES[i][0], FILES[i][1]);
    p->packs = packs_make(p->folder);
    *state = p;
    return 0;
}

static int tear_down(void **state)
{
    struct place *p = *state;
    for (int i = 0; i < FILE_COUNT; i++)
        remove(arena_printf(&p->arena, "%s%s", p->folder, FILES[i][0]));
    for (size_t i = 0; i < sizeof FOLDERS / sizeof FOLDERS[0]; i++)
        remove(arena_printf(&p->arena, "%s%s", p->folder, FOLDERS[i]));
    remove(p->folder);
    packs_drop(p->packs);
    arena_finish(&p->arena);
    free(p);
    return 0;
}

static void pack_is(struct place *p, const char *name, const char *text)
{
    const struct pack *pack = packs_find(p->packs, name);
    assert_non_null(pack);
    assert_string_equal(pack->text, text);
}

static void what_the_start_imports_is_one_file(void **state)
{
    pack_is(*state, "app.js",
            "const $lib_show = (() => {\n"
            "function show() { return `\n  export const it = 'text'`; }\n"
            "const { a, b } = { a: 1, b: 2 };\n"
            "return { show,  a, b , };\n})();\n"
            "const $lib_route = (() => {\n"
            "const { show } = $lib_show;\n"
            "const route = name => import(`./pages-${name}.js`).then(({ root }) => root)"
            ".then(show);\n"
            "const words = () => import(`./locales-id.js`).then(({ root }) => root);\n"
            "return { route, words, };\n})();\n"
            "const $app = (() => {\n"
            "const { route: way } = $lib_route;\n"
            "way(() => import(`./lib-later.js`).then(({ root }) => root).catch(way));\n"
            "return { };\n})();\n"
            "export { $lib_show, $lib_route, $app, $app as root, };\n");
}

static void what_the_same_pages_need_is_a_file_beside_them(void **state)
{
    pack_is(*state, "lib-both.js",
            "import { $lib_show } from './app.js';\n"
            "const $lib_both = (() => {\n"
            "const all = $lib_show;\n"
            "class Both { with = all; }\n" WEIGHT
            "import(`../node_modules/x/x.js`);\n"
            "return { show: $lib_show.show, Both, };\n})();\n"
            "export { $lib_both, };\n");
    pack_is(*state, "pages-one.js",
            "import { $lib_both } from './lib-both.js';\n"
            "const $pages_one = (() => {\n"
            "const {\n  Both, show: draw,\n} = $lib_both;\n"
            "const view = () => draw(Both);\n"
            "return { view, };\n})();\n"
            "export { $pages_one, $pages_one as root, };\n");
    pack_is(*state, "locales-id.js",
            "const $locales_id = (() => {\n"
            "const $default = {\n  a: 'b',\n};\n"
            "return { default: $default, };\n})();\n"
            "export { $locales_id, $locales_id as root, };\n");
    pack_is(*state, "pages-two.js",
            "import { $lib_both } from './lib-both.js';\n"
            "const $pages_two = (() => {\n"
            "const { Both } = $lib_both;\n"
            "const view = Both\n"
            "return { view, };\n})();\n"
            "export { $pages_two, $pages_two as root, };\n");
    assert_null(packs_find(((struct place *)*state)->packs, "lib-show.js"));
}

static void the_page_asks_for_what_its_address_will_need(void **state)
{
    static const char HTML[] = "<head>\n"
                               "  <script src=\"/app/early.js\"></script>\n"
                               "  <link rel=\"stylesheet\" href=\"/app/css/a.css\">\n"
                               "  <link rel=\"stylesheet\" href=\"/app/css/b.css\">\n"
                               "  <script type=\"module\" src=\"/app/app.js\"></script>\n</head>\n";
    struct place *p = *state;
    const struct ahead *ahead = ahead_read(&p->arena, p->folder);
    const struct ahead_line *line = ahead_for(ahead, "/one/1/");
    assert_non_null(line);
    assert_string_equal(ahead_areas(&p->arena, line, "-"), "a-b");
    assert_string_equal(
        page_with_packs(&p->arena, HTML, p->packs, line),
        "<head>\n"
        "<script src=\"/app/early.js\" data-route=\"/one/:id\""
        " data-calls=\"/ones/:id?a=1&amp;b=2 /c\"></script>\n"
        "<link rel=\"stylesheet\" href=\"/app/pack/styles.css\">\n"
        "<link rel=\"stylesheet\" href=\"/app/pack/styles-a-b.css\" data-areas=\"a b\">\n"
        "<link rel=\"modulepreload\" href=\"/app/pack/app.js\">\n"
        "<link rel=\"modulepreload\" href=\"/app/pack/pages-one.js\">\n"
        "<link rel=\"modulepreload\" href=\"/app/pack/lib-both.js\">\n"
        "<link rel=\"modulepreload\" href=\"/app/pack/locales-id.js\">\n"
        "<script type=\"module\" src=\"/app/pack/app.js\"></script>\n</head>\n");
    size_t size;
    assert_string_equal(page_styles(&p->arena, p->folder, HTML, &size),
                        "a{color:red;}b{color:red;}");
}

static void an_address_finds_its_line(void **state)
{
    struct place *p = *state;
    const struct ahead *ahead = ahead_read(&p->arena, p->folder);
    assert_string_equal(ahead_for(ahead, "/two")->module, "/pages/two.js");
    assert_null(ahead_for(ahead, "/two/1"));
    assert_null(ahead_for(ahead, "/one/"));
    assert_null(ahead_for(ahead, "/one"));
    assert_null(ahead_for(ahead, "/"));
    assert_int_equal(ahead_read(&p->arena, "/nowhere")->count, 0);
}

/* The app is then served file by file. */
static void a_source_of_another_form_is_not_packed(void **state)
{
    struct place *p = *state;
    const char *others[] = {
        "import { a } from './show.js';\nexport { a };\n", "import './show.js';\n",
        "export let changing = 1;\n", "import { route } from './route.js';\n",
        "import { a } from './none.js';\n", "import { a } from 'package';\n",
        "import later, { a } from './later.js';\n", "export { a as b } from './later.js';\n",
        "import { a } from './later.js'; a();\n", "import { a } from './later.js';\r\n",
        "a();\nimport { a } from './later.js';\n", "export{ a };\n",
        "export * from './later.js';\n",
        "export const { a: b } = { a: 1 };\n", "export const [a] = [1];\n",
        "import(\"./later.js\");\n", "import('./later.js', {});\n", "import(where);\n",
        "new URL('./a.css', import.meta.url);\n",
        "import(`./${a}/${b}.js`);\n", "import(`../none/${a}.js`);\n",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        write_file(p, "/lib/show.js", others[i]);
        assert_null(packs_make(p->folder));
    }
    write_file(p, "/lib/show.js", FILES[2][1]);
    packs_drop(p->packs);
    p->packs = packs_make(p->folder);
    assert_non_null(p->packs);
}

static void what_only_looks_like_another_form_is_packed(void **state)
{
    struct place *p = *state;
    write_file(p, "/lib/later.js", "importance();\nexports.a = 1;\nimport.meta.url;\n"
                                   "/* one */ two();\n/** three */ export const a = 4;\n"
                                   "/* five */ // six");
    packs_drop(p->packs);
    p->packs = packs_make(p->folder);
    assert_non_null(p->packs);
    pack_is(p, "lib-later.js",
            "const $lib_later = (() => {\n"
            "importance();\nexports.a = 1;\nimport.meta.url;\ntwo();\nconst a = 4;\n"
            "return { a, };\n})();\n"
            "export { $lib_later, $lib_later as root, };\n");
}

static void an_address_from_another_depth_is_not_packed(void **state)
{
    struct place *p = *state;
    write_file(p, "/lib/later.js", "new URL('../css/a.css', import.meta.url);\n");
    packs_drop(p->packs);
    p->packs = packs_make(p->folder);
    assert_non_null(p->packs);
    write_file(p, "/app.js", "new URL('../css/a.css', import.meta.url);\n");
    assert_null(packs_make(p->folder));
}

static void two_modules_of_one_name_are_not_packed(void **state)
{
    static const char TWIN[] = "/lib-later.js";
    struct place *p = *state;
    write_file(p, TWIN, "export const later = 1;\n");
    write_file(p, "/pages/two.js", "export const view = () => import('../lib-later.js');\n");
    assert_null(packs_make(p->folder));
    write_file(p, "/pages/two.js", FILES[6][1]);
    remove(arena_printf(&p->arena, "%s%s", p->folder, TWIN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_the_start_imports_is_one_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_the_same_pages_need_is_a_file_beside_them, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_page_asks_for_what_its_address_will_need, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_address_finds_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_source_of_another_form_is_not_packed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_only_looks_like_another_form_is_packed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_address_from_another_depth_is_not_packed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(two_modules_of_one_name_are_not_packed, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("packs", tests, NULL, NULL);
}
