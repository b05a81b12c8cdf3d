#include "domain/bundles/json_written.h"

enum { FLAGS = JSON_COMPACT | JSON_ENCODE_ANY };

char *json_written(struct arena *a, const json_t *json)
{
    if (!json)
        return NULL;
    size_t const size = json_dumpb(json, NULL, 0, FLAGS);
    char *text = arena_alloc(a, size + 1);
    json_dumpb(json, text, size, FLAGS);
    return text;
}

const char *json_text_at(const json_t *object, const char *name, const char *fallback)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : fallback;
}
