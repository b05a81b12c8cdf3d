#include "domain/json/json.h"

#include "base/text.h"

const char *json_text(struct arena *a, json_t *json)
{
    size_t const size = json_dumpb(json, NULL, 0, JSON_COMPACT);
    char *text = arena_alloc(a, size + 1);
    json_dumpb(json, text, size, JSON_COMPACT);
    json_decref(json);
    return text;
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
