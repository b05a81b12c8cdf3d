#include "domain/documents/patch.h"

#include "base/text.h"
#include "domain/documents/reading.h"
#include "domain/documents/refs.h"
#include "domain/json/json.h"

#include <string.h>

static const char *key_of(struct arena *a, const char *method)
{
    return text_lower(a, method);
}

static bool has_operation(const json_t *item)
{
    static const char *const methods[] = { "get", "put", "post", "delete", "options", "head",
                                           "patch", "trace" };
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (json_object_get(item, methods[i]))
            return true;
    }
    return false;
}

/* What stands at a path. A path that is kept elsewhere in the document gets a copy of its own. */
static json_t *item_at(json_t *root, const char *path)
{
    json_t *paths = json_object_get(root, "paths");
    json_t *item = json_object_get(paths, path);
    const char *ref = ref_of(item);
    const json_t *kept = ref ? ref_find(root, ref) : NULL;
    if (!json_is_object(kept))
        return item;
    json_t *own = json_deep_copy(kept);
    json_object_set_new(paths, path, own);
    return own;
}

static bool is_same_parameter(const json_t *a, const json_t *b)
{
    const char *ref = ref_of(a), *other = ref_of(b);
    if (ref || other)
        return ref && other && text_is(ref, other);
    return text_is(json_text_at(a, "name", ""), json_text_at(b, "name", ""))
           && text_is(json_text_at(a, "in", ""), json_text_at(b, "in", ""));
}

static bool holds_parameter(const json_t *list, const json_t *wanted)
{
    size_t i;
    const json_t *one;
    json_array_foreach(list, i, one) {
        if (is_same_parameter(one, wanted))
            return true;
    }
    return false;
}

static void inherit(json_t *operation, const json_t *item)
{
    const json_t *shared = json_object_get(item, "parameters");
    json_t *own = json_object_get(operation, "parameters");
    size_t i;
    json_t *one;
    if (json_array_size(shared) == 0)
        return;
    if (!json_is_array(own)) {
        own = json_array();
        json_object_set_new(operation, "parameters", own);
    }
    json_array_foreach(shared, i, one) {
        if (!holds_parameter(own, one))
            json_array_append_new(own, json_deep_copy(one));
    }
}

static enum err take_out(json_t *root, const char *key, const char *path)
{
    json_t *item = item_at(root, path);
    if (!json_object_get(item, key))
        return NOT_FOUND;
    json_object_del(item, key);
    if (!has_operation(item))
        json_object_del(json_object_get(root, "paths"), path);
    return OK;
}

static enum err put_in(json_t *root, const char *key, const char *path, const json_t *operation)
{
    json_t *item = item_at(root, path);
    if (json_object_get(item, key))
        return ENDPOINT_TAKEN;
    if (!json_is_object(item)) {
        item = json_object();
        json_object_set_new(json_object_get(root, "paths"), path, item);
    }
    json_object_set_new(item, key, json_deep_copy(operation));
    return OK;
}

/* One that stays where it is keeps its place among the others. */
static enum err change(json_t *root, const char *key, const char *path, const json_t *operation)
{
    json_t *item = item_at(root, path);
    if (!json_object_get(item, key))
        return NOT_FOUND;
    json_object_set_new(item, key, json_deep_copy(operation));
    return OK;
}

static enum err apply(struct arena *a, json_t *root, const struct patch *p)
{
    const char *was = p->was_path ? key_of(a, p->was_method) : NULL;
    const char *key = p->path ? key_of(a, p->method) : NULL;
    if (was && key && text_is(was, key) && text_is(p->was_path, p->path))
        return change(root, key, p->path, p->operation);
    if (key)
        TRY(put_in(root, key, p->path, p->operation));
    return was ? take_out(root, was, p->was_path) : OK;
}

enum err document_patch(struct arena *a, const char *text, const struct patch *patch,
                        const char **out)
{
    json_auto_t *root = json_loads(text, 0, NULL);
    if (!root)
        return err_because(INTERNAL, "a document that is no JSON");
    TRY(apply(a, root, patch));
    *out = json_written(a, root);
    return OK;
}

enum err document_operation(const char *text, const char *method, const char *path, json_t **out)
{
    AUTO_ARENA struct arena a = { 0 };
    json_auto_t *root = json_loads(text, 0, NULL);
    const json_t *item = item_at(root, path);
    const json_t *found = json_object_get(item, key_of(&a, method));
    if (!found)
        return NOT_FOUND;
    json_t *operation = json_deep_copy(found);
    inherit(operation, item);
    *out = operation;
    return OK;
}

const char *document_path_place(struct arena *a, const char *path)
{
    return place_pointer(a, AT(AT(NULL, "/paths"), path));
}
