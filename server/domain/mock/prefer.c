#include "domain/mock/prefer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of a preference that stands in the list; quotes come off. */
static const char *value_of(struct arena *a, const char *list, const char *name)
{
    size_t const size = strlen(name);
    for (const char *at = list; *at; at += strcspn(at, ",;")) {
        at += strspn(at, ",; \t");
        if (strncasecmp(at, name, size) != 0)
            continue;
        const char *value = at + size + strspn(at + size, " \t");
        if (*value != '=')
            continue;
        value += 1 + strspn(value + 1, " \t");
        bool const is_quoted = *value == '"';
        value += is_quoted;
        return arena_printf(a, "%.*s", (int)strcspn(value, is_quoted ? "\"" : ",; \t"), value);
    }
    return NULL;
}

struct preference preference_read(struct arena *a, const char *prefer)
{
    if (!prefer)
        return (struct preference){ 0 };
    return (struct preference){ value_of(a, prefer, "code"), value_of(a, prefer, "example") };
}

/* How exactly a range of Accept names the type: 0 (not) to 3. */
static int names(const char *range, size_t size, const char *type)
{
    const char *slash = strchr(type, '/');
    size_t const head = slash ? (size_t)(slash - type) + 1 : 0;
    if (size == strlen(type) && strncasecmp(range, type, size) == 0)
        return 3;
    if (size == head + 1 && strncasecmp(range, type, head) == 0 && range[head] == '*')
        return 2;
    return size == 3 && memcmp(range, "*/*", 3) == 0;
}

static int weight_of(const char *parameters, size_t size)
{
    const char *q = memmem(parameters, size, "q=", 2);
    char digits[8] = "";
    if (!q)
        return 1000;
    size_t const rest = (size_t)(parameters + size - q - 2);
    memcpy(digits, q + 2, rest < 7 ? rest : 7);
    double const weight = strtod(digits, NULL);
    return weight >= 0 && weight <= 1 ? (int)(weight * 1000) : 0;
}

int accept_weight(const char *accept, const char *media_type)
{
    int closest = 0, weight = 0;
    if (!accept || !*accept)
        return 1000;
    for (const char *at = accept; *at; at += strcspn(at, ",")) {
        at += strspn(at, ", \t");
        size_t const all = strcspn(at, ","), range = strcspn(at, ",; \t");
        int const close = names(at, range, media_type);
        if (close > closest)
            weight = weight_of(at + range, all - range);
        if (close > closest)
            closest = close;
    }
    return weight;
}
