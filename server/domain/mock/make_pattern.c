/* Texts for regular expressions: literals, classes, groups, alternatives and repetitions. */
#include "domain/mock/making.h"

#include <stdlib.h>
#include <string.h>

enum { SAMPLE_BYTES = 2000, GROUPS_MAX = 30, REPEATS_MAX = 1000, PIECE_STEPS = 20 };

struct sampling {
    struct making *m;
    const char *at;
    char *out;
    size_t size;
    unsigned more;
    int depth;
    bool is_lost;                       /* the pattern has what is not known here */
};

static void put(struct sampling *s, char c)
{
    if (s->size < SAMPLE_BYTES)
        s->out[s->size++] = c;
}

/* The characters that may stand in a place: those that are printed, of ASCII. */
struct set {
    bool has[128];
};

static void set_add(struct set *set, unsigned char from, unsigned char to)
{
    for (unsigned c = from; c <= to && c < 128; c++)
        set->has[c] = true;
}

/* \d and the like; false for an escape that is none of them. */
static bool set_add_class(struct set *set, char name)
{
    if (!strchr("dwsDWS", name))
        return false;
    struct set class = { 0 };
    set_add(&class, '0', name == 's' || name == 'S' ? '/' : '9');
    if (name == 'w' || name == 'W') {
        set_add(&class, 'a', 'z');
        set_add(&class, 'A', 'Z');
        set_add(&class, '_', '_');
    } else if (name == 's' || name == 'S') {
        class = (struct set){ 0 };
        set_add(&class, ' ', ' ');
    }
    bool const is_other = name == 'D' || name == 'W' || name == 'S';
    for (unsigned c = ' '; c < 127; c++)
        set->has[c] |= class.has[c] != is_other;
    return true;
}

static void set_put(struct sampling *s, const struct set *set)
{
    static const char liked[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    char among[256];
    size_t count = 0;
    for (const char *c = liked; *c; c++) {
        if (set->has[(unsigned char)*c])
            among[count++] = *c;
    }
    for (unsigned c = ' '; c < 127 && count == 0; c++) {
        if (set->has[c])
            among[count++] = (char)c;
    }
    s->is_lost |= count == 0;
    if (count > 0)
        put(s, among[making_number(s->m) % count]);
}

static char escaped(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    default:
        return c;
    }
}

/* One character of a class, or an escape that is many of them. */
static char class_char(struct sampling *s, struct set *set, bool *is_many)
{
    *is_many = false;
    if (*s->at != '\\')
        return *s->at++;
    char const name = s->at[1];
    s->at += name ? 2 : 1;
    *is_many = name && set_add_class(set, name);
    return escaped(name);
}

static void sample_class(struct sampling *s)
{
    struct set set = { 0 };
    bool is_many;
    bool const is_not = *s->at == '^';
    s->at += is_not;
    do {
        if (!*s->at || strncmp(s->at, "[:", 2) == 0) {
            s->is_lost = true;
            return;
        }
        char const from = class_char(s, &set, &is_many);
        bool const is_range = !is_many && s->at[0] == '-' && s->at[1] && s->at[1] != ']';
        s->at += is_range;
        bool is_other = false;
        char const to = is_range ? class_char(s, &set, &is_other) : from;
        if (!is_many)
            set_add(&set, (unsigned char)from, (unsigned char)to);
    } while (*s->at != ']');
    s->at++;
    for (unsigned c = ' '; is_not && c < 127; c++)
        set.has[c] = !set.has[c];
    set_put(s, &set);
}

static void sample_escape(struct sampling *s)
{
    struct set set = { 0 };
    char const name = *s->at ? *s->at++ : '\0';
    if (name == '\0' || strchr("bBpPuxk123456789cA", name))
        s->is_lost = true;
    else if (set_add_class(&set, name))
        set_put(s, &set);
    else
        put(s, escaped(name));
}

static void sample_any(struct sampling *s);

static void sample_group(struct sampling *s)
{
    if (s->at[0] == '?' && s->at[1] == ':')
        s->at += 2;
    else
        s->is_lost |= *s->at == '?';
    s->is_lost |= ++s->depth > GROUPS_MAX;
    if (!s->is_lost)
        sample_any(s);
    s->depth--;
    s->is_lost |= *s->at != ')';
    s->at += *s->at == ')';
}

static void sample_atom(struct sampling *s)
{
    char const c = *s->at++;
    struct set all = { 0 };
    if (c == '^' || c == '$')
        return;
    s->is_lost |= (unsigned char)c > 127;
    if (c == '(')
        sample_group(s);
    else if (c == '[')
        sample_class(s);
    else if (c == '\\')
        sample_escape(s);
    else if (c != '.')
        put(s, c);
    else {
        set_add(&all, 'a', 'z');
        set_put(s, &all);
    }
}

/* How often what stands before is repeated; *s->at is set behind. */
static unsigned repeats(struct sampling *s)
{
    unsigned least = 1, most = 1;
    char const c = *s->at;
    if (c == '?' || c == '*' || c == '+') {
        s->at++;
        least = c == '+';
        most = c == '?' ? 1 : REPEATS_MAX;
    } else if (c == '{' && strchr("0123456789", s->at[1]) && s->at[1]) {
        char *end;
        least = most = (unsigned)strtoul(s->at + 1, &end, 10);
        if (*end == ',')
            most = end[1] == '}' ? REPEATS_MAX : (unsigned)strtoul(end + 1, &end, 10);
        end += strcspn(end, "}");
        s->at = end + (*end == '}');
    }
    s->at += (*s->at == '?' || *s->at == '+') && s->at[-1] != '\\' && most != least;
    unsigned const wanted = least + s->more;
    unsigned const count = wanted > most ? most : wanted;
    return count > REPEATS_MAX ? REPEATS_MAX : count;
}

/* The atom is gone through once to know its end, and then as often as it is repeated. */
static void sample_piece(struct sampling *s)
{
    const char *atom = s->at;
    size_t const before = s->size;
    sample_atom(s);
    unsigned const count = s->is_lost ? 0 : repeats(s);
    const char *behind = s->at;
    s->size = before;
    for (unsigned i = 0; i < count && !s->is_lost && s->size < SAMPLE_BYTES; i++) {
        s->at = atom;
        sample_atom(s);
        s->is_lost |= --*s->m->steps < 0;
    }
    s->at = behind;
    *s->m->steps -= PIECE_STEPS;
    s->is_lost |= *s->m->steps < 0;
}

/* One of the alternatives; the others are gone through without a trace. */
static void sample_any(struct sampling *s)
{
    size_t const start = s->size;
    size_t kept = 0;
    unsigned seen = 0;
    char *copy = NULL;
    *s->m->steps -= PIECE_STEPS;
    do {
        s->at += seen > 0;
        s->size = start;
        while (*s->at && *s->at != '|' && *s->at != ')' && !s->is_lost)
            sample_piece(s);
        if (making_number(s->m) % ++seen != 0)
            continue;
        kept = s->size - start;
        copy = arena_alloc(s->m->a, kept + 1);
        if (kept > 0)
            memcpy(copy, s->out + start, kept);
    } while (*s->at == '|' && !s->is_lost);
    if (kept > 0)
        memcpy(s->out + start, copy, kept);
    s->size = start + kept;
}

char *pattern_sample(struct making *m, const char *pattern, unsigned more)
{
    struct sampling s = { .m = m, .at = pattern, .more = more,
                          .out = arena_alloc(m->a, SAMPLE_BYTES + 1) };
    sample_any(&s);
    if (s.is_lost || *s.at)
        return NULL;
    s.out[s.size] = '\0';
    return s.out;
}
