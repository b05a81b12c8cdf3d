#include "domain/passwords/passwords.h"

#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 1024, PART_CHARS_MIN = 3, PHONE_DIGITS_MIN = 8 };

/* Of each entry 64 bits, sorted: 8 bytes an entry, and a chance of one in 10^14 to refuse a
 * password that is not on the list. */
static struct {
    struct arena arena;
    uint64_t *hashes;
    size_t count;
} list;

static uint64_t hash_of(const char *text)
{
    uint64_t hash = 0xcbf29ce484222325;     /* FNV-1a */
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
    return hash;
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t const x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* Reads at most room entries, counting all of them. */
static size_t read_entries(FILE *file, uint64_t *hashes, size_t room)
{
    char line[LINE_BYTES];
    size_t count = 0;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (!*line)
            continue;
        if (count < room)
            hashes[count] = hash_of(line);
        count++;
    }
    return count;
}

enum err passwords_load(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return err_because(INTERNAL, "%s: %s", path, strerror(errno));
    passwords_unload();
    size_t const room = read_entries(file, NULL, 0);
    rewind(file);
    list.hashes = arena_alloc(&list.arena, room * sizeof *list.hashes);
    size_t const found = read_entries(file, list.hashes, room);
    list.count = found < room ? found : room;
    bool const failed = ferror(file) || list.count == 0;
    fclose(file);
    if (failed) {
        passwords_unload();
        return err_because(INTERNAL, "%s holds no passwords", path);
    }
    qsort(list.hashes, list.count, sizeof *list.hashes, compare_hashes);
    return OK;
}

void passwords_unload(void)
{
    arena_finish(&list.arena);
    list.hashes = NULL;
    list.count = 0;
}

bool password_is_common(const char *password)
{
    if (list.count == 0)
        return false;
    AUTO_ARENA struct arena a = { 0 };
    char *plain = text_lower(&a, text_trim(&a, password));
    uint64_t const hash = hash_of(plain);
    explicit_bzero(plain, strlen(plain));
    return bsearch(&hash, list.hashes, list.count, sizeof hash, compare_hashes) != NULL;
}

static void remove_blanks(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        if (*from != ' ')
            *to++ = *from;
    }
    *to = '\0';
}

/* Letters and digits only, lower case, without accents. */
static char *compact(struct arena *a, const char *text)
{
    char *folded = text_fold(a, text);
    remove_blanks(folded);
    return folded;
}

/* compact() without the digits at either end; empty where it is digits only. */
static char *core_of(struct arena *a, const char *compacted)
{
    char *core = arena_copy(a, compacted + strspn(compacted, "0123456789"));
    size_t length = strlen(core);
    while (length > 0 && isdigit((unsigned char)core[length - 1]))
        core[--length] = '\0';
    return core;
}

static bool is_number(const char *text)
{
    return *text && text[strspn(text, "0123456789")] == '\0';
}

/* Phone numbers with and without their country code. */
static bool same_number(const char *a, const char *b)
{
    if (!is_number(a) || !is_number(b))
        return false;
    a += strspn(a, "0");
    b += strspn(b, "0");
    const char *longer = strlen(a) > strlen(b) ? a : b, *shorter = longer == a ? b : a;
    return strlen(shorter) >= PHONE_DIGITS_MIN && text_ends(longer, shorter);
}

struct candidate {
    const char *all, *core;
};

static bool is_same(struct arena *a, const struct candidate *c, const char *own)
{
    const char *all = compact(a, own), *core = core_of(a, all);
    if (*all && text_is(c->all, all))
        return true;
    return strlen(core) >= PART_CHARS_MIN && text_is(c->core, core);
}

/* The value itself, and each of its words: a name's, an address's. */
static bool is_own(struct arena *a, const struct candidate *c, const char *own)
{
    char *rest = text_fold(a, own);
    if (is_same(a, c, own) || same_number(c->all, compact(a, own)))
        return true;
    if (strchr(own, '@') && is_same(a, c, arena_printf(a, "%.*s", (int)strcspn(own, "@"), own)))
        return true;
    for (char *word = strsep(&rest, " "); word; word = strsep(&rest, " ")) {
        if (is_same(a, c, word))
            return true;
    }
    return false;
}

static bool is_personal(const char *password, const char *const *own)
{
    AUTO_ARENA struct arena a = { 0 };
    char *all = compact(&a, password);
    struct candidate const c = { all, core_of(&a, all) };
    if (is_own(&a, &c, "simpul"))
        return true;
    for (; own && *own; own++) {
        if (is_own(&a, &c, *own))
            return true;
    }
    return false;
}

static bool has_control(const char *text)
{
    for (; *text; text++) {
        if (iscntrl((unsigned char)*text))
            return true;
    }
    return false;
}

const char *password_fault(const char *password, const char *const *own)
{
    if (!text_is_utf8(password, strlen(password)) || has_control(password))
        return "bad_characters";
    size_t const length = text_length(password);
    if (length < PASSWORD_CHARS_MIN)
        return "too_short";
    if (length > PASSWORD_CHARS_MAX)
        return "too_long";
    if (password_is_common(password))
        return "password_common";
    return is_personal(password, own) ? "password_personal" : NULL;
}
