#include "domain/documents/refs.h"

#include "base/hex.h"
#include "base/text.h"

#include <string.h>

static size_t undo_percent(const char *from, size_t size, char *out)
{
    char *to = out;
    for (size_t i = 0; i < size; i++) {
        bool const is_hex = from[i] == '%' && i + 2 < size && hex_value(from[i + 1]) >= 0
                            && hex_value(from[i + 2]) >= 0;
        *to++ = is_hex ? (char)(hex_value(from[i + 1]) * 16 + hex_value(from[i + 2])) : from[i];
        i += is_hex ? 2 : 0;
    }
    *to = '\0';
    return (size_t)(to - out);
}

bool ref_name_read(const char *from, size_t size, char out[static REF_NAME_MAX])
{
    if (size >= REF_NAME_MAX)
        return false;
    undo_percent(from, size, out);
    char *to = out;
    for (const char *at = out; *at; at++) {
        bool const is_escape = at[0] == '~' && (at[1] == '0' || at[1] == '1');
        *to++ = is_escape ? (at[1] == '1' ? '/' : '~') : *at;
        at += is_escape;
    }
    *to = '\0';
    return true;
}

static json_t *member(const json_t *value, const char *name)
{
    int64_t index = 0;
    if (json_is_object(value))
        return json_object_get(value, name);
    if (!json_is_array(value) || !text_to_int(name, 0, INT32_MAX, &index))
        return NULL;
    return json_array_get(value, (size_t)index);
}

json_t *ref_find(const json_t *root, const char *ref)
{
    char name[REF_NAME_MAX];
    if (ref[0] != '#')
        return NULL;
    const json_t *at = root;
    for (ref++; *ref == '/' && at; ) {
        ref++;
        size_t const size = strcspn(ref, "/");
        at = ref_name_read(ref, size, name) ? member(at, name) : NULL;
        ref += size;
    }
    return *ref ? NULL : (json_t *)at;
}

const char *ref_of(const json_t *value)
{
    return json_string_value(json_object_get(value, "$ref"));
}
