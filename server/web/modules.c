#include "web/modules.h"

#include "base/log.h"
#include "base/text.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MODULE_MAX_BYTES = 1 << 20 };

static const char CALL[] = "import(";

static int read_module(struct modules *m, const char *name);

static bool refuse(const char *name, const char *why)
{
    LOG(WARN, "app.not_packed", LOG_TEXT("file", name), LOG_TEXT("why", why));
    return false;
}

int modules_find(const struct modules *m, const char *name)
{
    for (int i = 0; i < m->count; i++) {
        if (text_is(m->list[i].name, name))
            return i;
    }
    return -1;
}

static char *read_text(struct modules *m, const char *name)
{
    FILE *f = fopen(arena_printf(m->arena, "%s%s", m->folder, name), "re");
    if (!f)
        return NULL;
    long const size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    bool is_whole = size >= 0 && size <= MODULE_MAX_BYTES;
    char *text = arena_alloc(m->arena, is_whole ? (size_t)size + 1 : 1);
    rewind(f);
    is_whole = is_whole && fread(text, 1, (size_t)size, f) == (size_t)size;
    fclose(f);
    return is_whole && strlen(text) == (size_t)size ? text : NULL;
}

/* "../lib/a.js" as "/pages/docs/b.js" says it: "/lib/a.js"; NULL for what leads elsewhere. */
static char *resolve(struct arena *a, const char *from, const char *path, size_t size)
{
    int up = 1;
    if (strncmp(path, "./", 2) == 0)
        path += 2, size -= 2;
    else if (strncmp(path, "../", 3) != 0)
        return NULL;
    for (; strncmp(path, "../", 3) == 0; path += 3, size -= 3)
        up++;
    const char *end = from + strlen(from);
    for (; up > 0 && end; up--)
        end = memrchr(from, '/', (size_t)(end - from));
    return end ? arena_printf(a, "%.*s/%.*s", (int)(end - from), from, (int)size, path) : NULL;
}

static char *after_line(char *at)
{
    char *end = strchr(at, '\n');
    return end ? end + 1 : at + strlen(at);
}

static bool ends_line(const char *at)
{
    at += strspn(at, " ");
    return !*at || *at == '\n' || text_starts(at, "//");
}

/* What follows a comment that begins here, be it on the same line; here where none does. */
static char *after_comment(char *at)
{
    if (text_starts(at, "//"))
        return after_line(at);
    char *end = text_starts(at, "/*") ? strstr(at, "*/") : NULL;
    if (!end)
        return at;
    end += 2 + strspn(end + 2, " ");
    return *end == '\n' ? end + 1 : end;
}

size_t modules_names(const char *text)
{
    if (*text != '{')
        return strspn(text, NAME_CHARS);
    size_t const size = 1 + strspn(text + 1, NAME_CHARS ", \n");
    return text[size] == '}' ? size + 1 : 0;
}

static bool are_names(const char *text, bool is_passed_on)
{
    if (is_passed_on && strstr(text, " as "))
        return false;
    if (text_starts(text, "* as "))
        text += strlen("* as ");
    return *text && modules_names(text) == strlen(text);
}

/* One statement at the margin; *at moves behind it. */
static bool read_import(struct modules *m, int self, char **at, bool is_passed_on)
{
    static const char FROM[] = " from '";
    char *names = *at + strlen("import "), *end = strchr(*at, ';');
    char *path = end ? memmem(names, (size_t)(end - names), FROM, sizeof FROM - 1) : NULL;
    if (!path || end[-1] != '\'' || !ends_line(end + 1))
        return refuse(m->list[self].name, "an import of another form");
    *path = '\0';
    path += sizeof FROM - 1;
    names = text_trim(m->arena, names);
    if (!are_names(names, is_passed_on))
        return refuse(m->list[self].name, "names what it imports in another form");
    const char *name = resolve(m->arena, m->list[self].name, path, (size_t)(end - 1 - path));
    int const from = name ? read_module(m, name) : -1;
    if (from < 0)
        return refuse(m->list[self].name, "imports what cannot be read");
    struct import *one = ARENA_NEW(m->arena, struct import);
    *one = (struct import){ .names = names, .from = from, .is_passed_on = is_passed_on };
    *m->list[self].last_import = one;
    m->list[self].last_import = &one->next;
    *at = after_line(end);
    return true;
}

static bool read_imports(struct modules *m, int self, char **at)
{
    for (;;) {
        char *start = *at;
        *at = *start == '\n' ? start + 1 : after_comment(start);
        if (*at != start)
            continue;
        bool const is_passed_on = text_starts(start, "export {");
        if (!is_passed_on && !text_starts(start, "import "))
            return true;
        if (!read_import(m, self, at, is_passed_on))
            return false;
    }
}

/* In place: comments at the margin are for those who read the source. */
static void leave_out_comments(char *text)
{
    char *to = text;
    for (char *at = text; *at;) {
        char *next = after_comment(at);
        if (next == at) {
            next = after_line(at);
            memmove(to, at, (size_t)(next - at));
            to += next - at;
        }
        at = next;
    }
    *to = '\0';
}

bool modules_next_call(struct arena *a, const struct module *one, const char *from,
                       struct call *out)
{
    for (const char *at = from; (at = strstr(at, CALL)); at += sizeof CALL - 1) {
        const char *path = at + sizeof CALL, quote = path[-1];
        const char *end = quote == '\'' || quote == '`' ? strchr(path, quote) : NULL;
        const char *name = end && end[1] == ')' ? resolve(a, one->name, path, (size_t)(end - path))
                                                : NULL;
        if (!name)
            continue;
        *out = (struct call){ .begin = at, .end = end + 2, .path = name };
        return true;
    }
    return false;
}

static bool add_root(struct modules *m, const char *name)
{
    int const i = read_module(m, name);
    if (i < 0 || m->root_count == ROOTS_MAX)
        return refuse(name, "cannot be read");
    if (!m->list[i].is_root)
        m->roots[m->root_count++] = i;
    m->list[i].is_root = true;
    return true;
}

static int is_script(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && text_ends(entry->d_name, ".js");
}

/* `/pages/docs/${file}.js`: every script of the folder. */
static bool add_folder(struct modules *m, const char *path)
{
    const char *hole = strstr(path, "${");
    if (hole[-1] != '/' || strchr(hole, '/') || !text_ends(hole, "}.js"))
        return refuse(path, "names several files in a form of its own");
    struct dirent **found = NULL;
    char *folder = arena_printf(m->arena, "%.*s", (int)(hole - path), path);
    int const count = scandir(arena_printf(m->arena, "%s%s", m->folder, folder), &found, is_script,
                              alphasort);
    bool is_fine = count > 0;
    for (int i = 0; i < count; i++) {
        is_fine = is_fine && add_root(m, arena_printf(m->arena, "%s%s", folder, found[i]->d_name));
        free(found[i]);
    }
    free(found);
    return is_fine || refuse(path, "names no files that can be read");
}

/* One in another form would look for its file beside the packs. */
static bool are_calls(const struct modules *m, const struct module *one)
{
    struct call call;
    for (const char *at = one->text; (at = strstr(at, CALL)); at = call.end) {
        if (!modules_next_call(m->arena, one, at, &call) || call.begin != at)
            return refuse(one->name, "import() in a form of its own");
    }
    return true;
}

/* Packs lie one folder deep: "../" from there leads where it led from the module. */
static bool are_addresses(const struct module *one)
{
    bool const is_one_deep = strchr(one->name + 1, '/') == strrchr(one->name, '/');
    bool const is_near = strstr(one->text, "URL('./") || strstr(one->text, "URL(`./");
    if (!strstr(one->text, "import.meta") || (is_one_deep && !is_near))
        return true;
    return refuse(one->name, "an address from its own place that a pack does not share");
}

/* What a module asks for later are further starts. */
static bool add_calls(struct modules *m, int self)
{
    struct call call;
    const char *at = m->list[self].text;
    if (!are_calls(m, &m->list[self]) || !are_addresses(&m->list[self]))
        return false;
    for (; modules_next_call(m->arena, &m->list[self], at, &call); at = call.end) {
        if (strstr(call.path, "/node_modules/"))
            continue;
        bool const is_known = strstr(call.path, "${") ? add_folder(m, call.path)
                                                      : add_root(m, call.path);
        if (!is_known)
            return false;
    }
    return true;
}

/* "/lib/html.js" gives "$lib_html". */
static char *id_of(struct arena *a, const char *name)
{
    char *id = arena_printf(a, "$%.*s", (int)(strlen(name) - strlen("/.js")), name + 1);
    for (char *at = id + 1; *at; at++) {
        if (!isalnum((unsigned char)*at))
            *at = '_';
    }
    return id;
}

static bool is_alone(const struct modules *m, const char *name, const char *id)
{
    for (int i = 0; i < m->count; i++) {
        if (text_is(m->list[i].id, id))
            return refuse(name, "has another's name in packs");
    }
    return true;
}

static int read_module(struct modules *m, const char *name)
{
    int const known = modules_find(m, name);
    if (known >= 0)
        return m->list[known].is_open ? -1 : known;
    char *at = m->count < MODULES_MAX ? read_text(m, name) : NULL;
    char *id = at && text_ends(name, ".js") ? id_of(m->arena, name) : NULL;
    if (!id || !is_alone(m, name, id))
        return -1;
    int const self = m->count++;
    struct module *one = &m->list[self];
    *one = (struct module){ .name = name, .id = id, .is_open = true,
                            .last_import = &one->imports };
    if (!read_imports(m, self, &at))
        return -1;
    leave_out_comments(at);
    one->text = at;
    one->is_open = false;
    m->order[m->ordered++] = self;
    return self;
}

static void reach(struct modules *m, int self, int root)
{
    uint64_t *word = &m->list[self].reach[root / 64], bit = 1ULL << (root % 64);
    if (*word & bit)
        return;
    *word |= bit;
    for (const struct import *one = m->list[self].imports; one; one = one->next)
        reach(m, one->from, root);
}

bool modules_read(struct modules *m, const char *start)
{
    if (!add_root(m, start))
        return false;
    for (int i = 0; i < m->ordered; i++) {
        if (!add_calls(m, m->order[i]))
            return false;
    }
    for (int i = 0; i < m->root_count; i++)
        reach(m, m->roots[i], i);
    return true;
}
