#include "demo/regions.h"

#include "base/arena.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CODE_MAX = 13, FILE_BYTES_MAX = 64 * 1024 * 1024 };

const char *const region_level_names[REGION_LEVELS] = { "provinsi", "kabupaten", "kecamatan",
                                                        "desa" };
static const char *const files[REGION_LEVELS] = { "provinces", "regencies", "districts",
                                                  "villages" };
static const size_t code_sizes[REGION_LEVELS] = { 2, 5, 8, 13 };

static struct table {
    const char *text;               /* the mapped file */
    size_t size;
    int count;
    uint32_t *lines;                /* where each begins */
} tables[REGION_LEVELS];
static struct arena kept;

static enum err map_file(const char *path, struct table *t)
{
    int const fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0)
        return err_because(INTERNAL, "cannot read %s: %s", path, strerror(errno));
    void *text = MAP_FAILED;
    if (fstat(fd, &info) == 0 && info.st_size > 0 && info.st_size < FILE_BYTES_MAX)
        text = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    close(fd);
    if (text == MAP_FAILED)
        return err_because(INTERNAL, "cannot map %s", path);
    t->text = text;
    t->size = (size_t)info.st_size;
    return OK;
}

static size_t line_end(const struct table *t, size_t at)
{
    const char *end = memchr(t->text + at, '\n', t->size - at);
    return end ? (size_t)(end - t->text) : t->size;
}

/* The first line names the columns. */
static enum err find_lines(struct table *t, size_t code_size)
{
    int room = 0;
    for (size_t i = 0; i < t->size; i++)
        room += t->text[i] == '\n';
    t->lines = arena_alloc(&kept, ((size_t)room + 1) * sizeof *t->lines);
    const char *before = "";
    for (size_t at = line_end(t, 0) + 1; at < t->size; at = line_end(t, at) + 1) {
        size_t const size = line_end(t, at) - at;
        if (size <= code_size || t->text[at + code_size] != ',')
            return err_because(INTERNAL, "line %d has no code", t->count + 2);
        if (strncmp(before, t->text + at, code_size) >= 0)
            return err_because(INTERNAL, "line %d is out of order", t->count + 2);
        before = t->text + at;
        t->lines[t->count++] = (uint32_t)at;
    }
    return OK;
}

static enum err read_tables(const char *reference_dir)
{
    AUTO_ARENA struct arena a = { 0 };
    for (int level = 0; level < REGION_LEVELS; level++) {
        TRY(map_file(arena_printf(&a, "%s/node_modules/idn-area-data/data/%s.csv", reference_dir,
                                  files[level]), &tables[level]));
        TRY(find_lines(&tables[level], code_sizes[level]));
    }
    return OK;
}

enum err regions_open(const char *reference_dir)
{
    enum err const e = read_tables(reference_dir);
    if (e)
        regions_close();
    return e;
}

void regions_close(void)
{
    for (int level = 0; level < REGION_LEVELS; level++) {
        if (tables[level].text)
            munmap((void *)(uintptr_t)tables[level].text, tables[level].size);
        tables[level] = (struct table){ 0 };
    }
    arena_finish(&kept);
    kept = (struct arena){ 0 };
}

int region_count(enum region_level level)
{
    return tables[level].count;
}

struct region region_at(enum region_level level, int index)
{
    const struct table *t = &tables[level];
    const char *line = t->text + t->lines[index];
    size_t const size = line_end(t, t->lines[index]) - t->lines[index];
    const char *name = memrchr(line, ',', size);
    int name_size = (int)(line + size - name - 1);
    name_size -= name_size > 0 && name[name_size] == '\r';
    return (struct region){ .level = level, .code = line, .code_size = (int)code_sizes[level],
                            .name = name + 1, .name_size = name_size };
}

/* The first whose code is not less than this beginning of one. */
static int lower_bound(enum region_level level, const char *code, size_t size)
{
    int from = 0, to = tables[level].count;
    while (from < to) {
        int const middle = from + (to - from) / 2;
        if (strncmp(tables[level].text + tables[level].lines[middle], code, size) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool find_exactly(enum region_level level, const char *code, struct region *out)
{
    int const at = lower_bound(level, code, code_sizes[level]);
    if (at == tables[level].count)
        return false;
    struct region const found = region_at(level, at);
    if (strncmp(found.code, code, code_sizes[level]) != 0)
        return false;
    *out = found;
    return true;
}

/* With its dots: 2, 2, 2 and 4 digits. */
static bool code_normalise(const char *code, char out[static CODE_MAX + 1])
{
    int digits = 0;
    char *to = out;
    for (; *code; code++) {
        if (*code == '.')
            continue;
        if (*code < '0' || *code > '9' || digits == 10)
            return false;
        if (digits == 2 || digits == 4 || digits == 6)
            *to++ = '.';
        *to++ = *code;
        digits++;
    }
    *to = '\0';
    return true;
}

bool region_find(const char *code, struct region *out)
{
    char text[CODE_MAX + 1];
    if (strlen(code) > CODE_MAX || !code_normalise(code, text))
        return false;
    for (int level = 0; level < REGION_LEVELS; level++) {
        if (strlen(text) == code_sizes[level])
            return find_exactly(level, text, out);
    }
    return false;
}

void region_children(const struct region *r, int *first, int *count)
{
    *first = *count = 0;
    if (r->level == VILLAGE)
        return;
    char beginning[CODE_MAX + 2] = { 0 };
    size_t const size = (size_t)r->code_size + 1;
    memcpy(beginning, r->code, size - 1);
    beginning[size - 1] = '.';
    *first = lower_bound(r->level + 1, beginning, size);
    beginning[size - 1] = '/';                      /* what follows a dot */
    *count = lower_bound(r->level + 1, beginning, size) - *first;
}

bool region_ancestor(const struct region *r, enum region_level level, struct region *out)
{
    char code[CODE_MAX + 1] = { 0 };
    if (level >= r->level)
        return false;
    memcpy(code, r->code, code_sizes[level]);
    return find_exactly(level, code, out);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static bool is_letter(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || (c & 0x80);
}

static bool begins(const char *name, int size, const char *word, size_t word_size)
{
    if ((size_t)size < word_size)
        return false;
    for (size_t i = 0; i < word_size; i++) {
        if (lower(name[i]) != word[i])
            return false;
    }
    return true;
}

static bool has_word(const struct region *r, const char *word, size_t word_size)
{
    for (int i = 0; i < r->name_size; i++) {
        bool const is_start = i == 0 || !is_letter(r->name[i - 1]);
        if (is_start && begins(r->name + i, r->name_size - i, word, word_size))
            return true;
    }
    return false;
}

bool region_is_named(const struct region *r, const char *search)
{
    while (*search) {
        size_t const size = strcspn(search, " ");
        if (!has_word(r, search, size))
            return false;
        search += size;
        search += strspn(search, " ");
    }
    return true;
}
