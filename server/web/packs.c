#include "web/packs.h"

#include "base/log.h"
#include "base/text.h"
#include "web/modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What weighs so little for each start that needs it comes with the first of all. */
enum { PACKS_MAX = 256, BYTES_PER_START = 60 };
static const char START[] = "/app.js";

struct packs {
    struct arena arena;
    struct modules *modules;
    struct pack list[PACKS_MAX];
    int count;
};

static bool refuse(const struct module *one, const char *why)
{
    LOG(WARN, "app.not_packed", LOG_TEXT("file", one->name), LOG_TEXT("why", why));
    return false;
}

/* ---- which module goes where */

static size_t roots_of(const struct module *one)
{
    size_t count = 0;
    for (int i = 0; i < REACH_WORDS; i++)
        count += (size_t)__builtin_popcountll(one->reach[i]);
    return count;
}

/* What comes at once needs nothing that comes later. */
static bool comes_at_once(const struct modules *m, const struct module *one)
{
    if (one->reach[0] & 1)
        return true;
    bool is_early = !one->is_root && strlen(one->text) <= BYTES_PER_START * roots_of(one);
    for (const struct import *in = one->imports; in; in = in->next)
        is_early = is_early && m->list[in->from].is_early;
    return is_early;
}

/* "/lib/html.js" gives "lib-html.js". */
static char *pack_name(struct arena *a, const char *path)
{
    char *name = arena_copy(a, path + 1);
    for (char *at = name; *at; at++) {
        if (*at == '/')
            *at = '-';
    }
    return name;
}

static int pack_of(struct packs *p, const struct module *one)
{
    const struct modules *m = p->modules;
    for (int i = 0; m->list[m->order[i]].name != one->name; i++) {
        const struct module *other = &m->list[m->order[i]];
        bool const is_same = memcmp(other->reach, one->reach, sizeof one->reach) == 0;
        if (other->is_early == one->is_early && (one->is_early || is_same))
            return other->pack;
    }
    return p->count < PACKS_MAX ? p->count++ : -1;
}

/* A pack has the name of what is asked for in it, else of its first module. */
static bool assign(struct packs *p)
{
    struct modules *m = p->modules;
    for (int i = 0; i < m->ordered; i++) {
        struct module *one = &m->list[m->order[i]];
        one->is_early = comes_at_once(m, one);
        one->pack = pack_of(p, one);
        if (one->pack < 0)
            return refuse(one, "is one too many");
        if (one->is_early && one->is_root && one != &m->list[m->roots[0]])
            return refuse(one, "is asked for later and comes with the start");
        struct pack *pack = &p->list[one->pack];
        if (!pack->name || one->is_root)
            pack->name = pack_name(&p->arena, one->name);
    }
    return true;
}

/* ---- what a pack says */

/* "{ a, b as c }" takes the same out of an object: "{ a, b: c }". */
static void put_names(FILE *out, const char *names)
{
    static const char AS[] = " as ";
    for (const char *hit; (hit = strstr(names, AS)); names = hit + sizeof AS - 1)
        fprintf(out, "%.*s: ", (int)(hit - names), names);
    fputs(names, out);
}

static void put_import(FILE *out, const struct modules *m, const struct import *one)
{
    bool const is_all = text_starts(one->names, "* as ");
    fputs("const ", out);
    if (is_all)
        fputs(one->names + strlen("* as "), out);
    else if (*one->names == '{')
        put_names(out, one->names);
    else
        fprintf(out, "{ default: %s }", one->names);
    fprintf(out, " = %s;\n", m->list[one->from].id);
}

/* The module's text, which asks packs for what it needs later. Yours to free. */
static char *with_packs(struct arena *a, const struct module *one)
{
    char *made = NULL;
    size_t size;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        abort();
    struct call call;
    const char *at = one->text;
    for (; modules_next_call(a, one, at, &call); at = call.end) {
        fprintf(out, "%.*s", (int)(call.begin - at), at);
        if (strstr(call.path, "/node_modules/"))
            fprintf(out, "import(`..%s`)", call.path);
        else
            fprintf(out, "import(`./%s`).then(({ root }) => root)", pack_name(a, call.path));
    }
    fputs(at, out);
    fclose(out);
    return made;
}

/* The name that an export declares, or its names with the braces around them. */
static bool exported(struct arena *a, const char *line, const char **out)
{
    static const char *const KINDS[] = { "async function ", "function ", "const ", "class " };
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (!text_starts(line, KINDS[i]))
            continue;
        const char *name = line + strlen(KINDS[i]);
        size_t const size = modules_names(name);
        *out = arena_printf(a, "%.*s", (int)size, name);
        return size > 0;
    }
    return false;
}

/* A statement of the language, not a word that begins alike, and no call. */
static bool says(const char *line, const char *word)
{
    size_t const size = strlen(word);
    return text_starts(line, word) && !strchr(NAME_CHARS "(.", line[size]);
}

static void put_exported(FILE *out, const char *names)
{
    size_t const size = strlen(names);
    if (*names == '{')
        fprintf(out, "%.*s, ", (int)size - 2, names + 1);
    else
        fprintf(out, "%s, ", names);
}

/* The module's text without "export"; what it exports is printed into names. */
static bool put_text(FILE *out, FILE *names, struct arena *a, const char *text)
{
    static const char EXPORT[] = "export ", DEFAULT[] = "export default ";
    for (const char *at = text; *at;) {
        size_t const size = strcspn(at, "\n") + 1;
        const char *said = at, *name;
        if (text_starts(at, DEFAULT)) {
            fputs("const $default = ", out);
            fputs("default: $default, ", names);
            said += sizeof DEFAULT - 1;
        } else if (text_starts(at, EXPORT)) {
            said += sizeof EXPORT - 1;
            if (!exported(a, said, &name))
                return false;
            put_exported(names, name);
        } else if (says(at, "export") || says(at, "import")) {
            return false;
        }
        fprintf(out, "%.*s\n", (int)strcspn(said, "\n"), said);
        at += at[size - 1] ? size : size - 1;
    }
    return true;
}

/* export { a, b } from: the same objects once more. */
static void put_passed_on(FILE *names, struct arena *a, const struct modules *m,
                          const struct import *one)
{
    char *rest = arena_printf(a, "%s", one->names + 1), *next;
    rest[strlen(rest) - 1] = '\0';
    while ((next = strsep(&rest, ","))) {
        const char *name = text_trim(a, next);
        if (*name)
            fprintf(names, "%s: %s.%s, ", name, m->list[one->from].id, name);
    }
}

static bool put_module(FILE *out, struct arena *a, const struct modules *m,
                       const struct module *one)
{
    char *listed = NULL;
    size_t size;
    FILE *names = open_memstream(&listed, &size);
    if (!names)
        abort();
    fprintf(out, "const %s = (() => {\n", one->id);
    for (const struct import *i = one->imports; i; i = i->next) {
        if (i->is_passed_on)
            put_passed_on(names, a, m, i);
        else
            put_import(out, m, i);
    }
    char *text = with_packs(a, one);
    bool const is_fine = put_text(out, names, a, text);
    fclose(names);
    fprintf(out, "return { %s};\n})();\n", listed);
    free(text);
    free(listed);
    return is_fine || refuse(one, "an export or import of another form");
}

/* What the pack's modules take from other packs, each once. */
static void put_foreign(FILE *out, const struct packs *p, int pack)
{
    const struct modules *m = p->modules;
    bool is_taken[MODULES_MAX] = { false };
    for (int i = 0; i < m->ordered; i++) {
        const struct module *one = &m->list[m->order[i]];
        for (const struct import *in = one->pack == pack ? one->imports : NULL; in; in = in->next) {
            const struct module *from = &m->list[in->from];
            if (from->pack == pack || is_taken[in->from])
                continue;
            is_taken[in->from] = true;
            fprintf(out, "import { %s } from './%s';\n", from->id, p->list[from->pack].name);
        }
    }
}

static bool put_pack(FILE *out, struct packs *p, int pack)
{
    const struct modules *m = p->modules;
    put_foreign(out, p, pack);
    for (int i = 0; i < m->ordered; i++) {
        const struct module *one = &m->list[m->order[i]];
        if (one->pack == pack && !put_module(out, &p->arena, m, one))
            return false;
    }
    fputs("export { ", out);
    for (int i = 0; i < m->ordered; i++) {
        const struct module *one = &m->list[m->order[i]];
        if (one->pack == pack)
            fprintf(out, "%s, ", one->id);
        if (one->pack == pack && one->is_root)
            fprintf(out, "%s as root, ", one->id);
    }
    fputs("};\n", out);
    return true;
}

static bool write_packs(struct packs *p)
{
    for (int i = 0; i < p->count; i++) {
        FILE *out = open_memstream(&p->list[i].text, &p->list[i].size);
        if (!out)
            abort();
        bool const is_fine = put_pack(out, p, i);
        fclose(out);
        if (!is_fine)
            return false;
    }
    return true;
}

/* ---- for those who serve them */

struct packs *packs_make(const char *folder)
{
    struct packs *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    p->modules = ARENA_NEW(&p->arena, struct modules);
    p->modules->arena = &p->arena;
    p->modules->folder = arena_copy(&p->arena, folder);
    if (modules_read(p->modules, START) && assign(p) && write_packs(p))
        return p;
    packs_drop(p);
    return NULL;
}

void packs_drop(struct packs *p)
{
    if (!p)
        return;
    for (int i = 0; i < p->count; i++)
        free(p->list[i].text);
    arena_finish(&p->arena);
    free(p);
}

const struct pack *packs_find(const struct packs *p, const char *name)
{
    for (int i = 0; i < p->count; i++) {
        if (text_is(p->list[i].name, name))
            return &p->list[i];
    }
    return NULL;
}

static bool is_listed(const struct pack *one, const struct pack *const list[], int count)
{
    for (int i = 0; i < count; i++) {
        if (list[i] == one)
            return true;
    }
    return false;
}

static int add_pack(const struct packs *p, int pack, const struct pack *list[], int count, int max)
{
    const struct modules *m = p->modules;
    if (count == max || is_listed(&p->list[pack], list, count))
        return count;
    list[count++] = &p->list[pack];
    for (int i = 0; i < m->count; i++) {
        const struct import *in = m->list[i].pack == pack ? m->list[i].imports : NULL;
        for (; in; in = in->next)
            count = add_pack(p, m->list[in->from].pack, list, count, max);
    }
    return count;
}

int packs_for(const struct packs *p, const char *path, const struct pack *list[], int count,
              int max)
{
    int const i = modules_find(p->modules, path);
    return i < 0 ? count : add_pack(p, p->modules->list[i].pack, list, count, max);
}
