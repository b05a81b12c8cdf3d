#include "domain/json/json.h"

#include "base/text.h"

#include <string.h>

const char *json_text(struct arena *a, json_t *json)
{
    size_t const size = json_dumpb(json, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc(a, size + 1);
    json_dumpb(json, text, size, JSON_COMPACT);
    json_decref(json);
    return text;
}

/* Fifteen digits bring a decimal back as it was written: 0.1, not 0.10000000000000001. */
enum { WRITTEN = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15) };

static char *written(struct arena *a, const json_t *json, size_t flags)
{
    size_t const size = json_dumpb(json, NULL, 0, flags);
    char *text = arena_alloc(a, size + 1);
    json_dumpb(json, text, size, flags);
    return text;
}

char *json_written(struct arena *a, const json_t *json)
{
    return json ? written(a, json, WRITTEN) : NULL;
}

char *json_sorted(struct arena *a, const json_t *json)
{
    return written(a, json, WRITTEN | JSON_SORT_KEYS);
}

struct weight {
    size_t bytes, max, values;
};

/* False as soon as it is too much. */
static bool weigh(const json_t *json, struct weight *w)
{
    const char *key;
    json_t *item;
    size_t index;
    w->values++;
    w->bytes += 1 + json_string_length(json);
    if (w->bytes > w->max)
        return false;
    json_object_foreach((json_t *)json, key, item) {
        w->bytes += strlen(key);
        if (!weigh(item, w))
            return false;
    }
    json_array_foreach(json, index, item) {
        if (!weigh(item, w))
            return false;
    }
    return true;
}

bool json_is_within(const json_t *json, size_t max, size_t *looked_at)
{
    struct weight w = { .max = max };
    bool const is_within = weigh(json, &w);
    *looked_at = w.values;
    return is_within;
}

const char *json_text_at(const json_t *object, const char *name, const char *fallback)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : fallback;
}

json_t *time_json(struct arena *a, int64_t seconds)
{
    return seconds ? json_string(time_rfc3339(a, seconds)) : json_null();
}

json_t *array_json(const char *text)
{
    json_t *array = text ? json_loads(text, 0, NULL) : NULL;
    if (json_is_array(array))
        return array;
    json_decref(array);
    return json_array();
}

/* One name of a pointer, with ~1 and ~0 undone, in out. */
static void read_name(const char *from, size_t size, char *out)
{
    for (size_t i = 0; i < size; i++) {
        bool const is_escape = from[i] == '~' && i + 1 < size;
        char const next = is_escape ? from[++i] : from[i];
        *out++ = !is_escape ? next : next == '1' ? '/' : '~';
    }
    *out = '\0';
}

json_t *json_at(const json_t *root, const char *pointer)
{
    char name[128];
    const json_t *at = root;
    while (at && *pointer == '/') {
        size_t const size = strcspn(pointer + 1, "/");
        int64_t index = 0;
        if (size >= sizeof name)
            return NULL;
        read_name(pointer + 1, size, name);
        pointer += size + 1;
        if (json_is_array(at))
            at = text_to_int(name, 0, 1000000, &index) ? json_array_get(at, (size_t)index) : NULL;
        else
            at = json_object_get(at, name);
    }
    return *pointer ? NULL : (json_t *)at;
}

const char *json_scalar(struct arena *a, const json_t *value)
{
    if (json_is_string(value))
        return json_string_value(value);
    if (json_is_integer(value))
        return arena_printf(a, "%lld", (long long)json_integer_value(value));
    if (json_is_real(value))
        return arena_printf(a, "%.17g", json_real_value(value));
    return json_is_true(value) ? "true" : json_is_false(value) ? "false" : NULL;
}
