/* The schemas of two versions: which of them differ, and their loading when they are needed. */
#include "domain/documents/comparing.h"

#include "base/text.h"

#include <string.h>

static const char head[] = "\"$ref\":\"#/components/schemas/";

const json_t *side_schema(struct side *side, const char *name)
{
    const json_t *known = json_object_get(side->loaded, name);
    const json_t *place = json_object_get(side->places, name);
    if (known || !place)
        return known;
    const struct schema *schema = &side->schemas[json_integer_value(place)];
    json_t *loaded = json_loads(schema->json, JSON_DECODE_ANY, NULL);
    if (loaded)
        json_object_set_new(side->loaded, name, loaded);
    return loaded;
}

static const char *text_of(const struct side *side, const char *name)
{
    const json_t *place = json_object_get(side->places, name);
    return place ? side->schemas[json_integer_value(place)].json : NULL;
}

/* Who refers to what: name: [names of those that refer to it]. */
static void note_references(struct arena *a, const struct schema *schema, json_t *referrers)
{
    for (const char *at = strstr(schema->json, head); at; at = strstr(at, head)) {
        at += strlen(head);
        const char *name = arena_printf(a, "%.*s", (int)strcspn(at, "\""), at);
        json_t *list = json_object_get(referrers, name);
        if (!list) {
            list = json_array();
            json_object_set_new(referrers, name, list);
        }
        json_array_append_new(list, json_string(schema->name));
    }
}

static void touch(json_t *touched, json_t *queue, const char *name)
{
    if (json_object_get(touched, name))
        return;
    json_object_set_new(touched, name, json_true());
    json_array_append_new(queue, json_string(name));
}

static void touch_what_differs(struct comparing *c, const struct api *api,
                               const struct side *other, json_t *queue)
{
    for (int i = 0; i < api->schema_count; i++) {
        const struct schema *schema = &api->schemas[i];
        if (!text_is(schema->json, text_of(other, schema->name)))
            touch(c->touched, queue, schema->name);
    }
}

void compare_find_touched(struct comparing *c, const struct api *before, const struct api *after)
{
    AUTO_ARENA struct arena brief = { 0 };
    json_auto_t *queue = json_array(), *referrers = json_object();
    touch_what_differs(c, before, &c->after, queue);
    touch_what_differs(c, after, &c->before, queue);
    for (int i = 0; i < before->schema_count; i++)
        note_references(&brief, &before->schemas[i], referrers);
    for (int i = 0; i < after->schema_count; i++)
        note_references(&brief, &after->schemas[i], referrers);
    for (size_t i = 0; i < json_array_size(queue); i++) {
        const char *name = json_string_value(json_array_get(queue, i));
        const json_t *list = json_object_get(referrers, name);
        for (size_t k = 0; k < json_array_size(list); k++)
            touch(c->touched, queue, json_string_value(json_array_get(list, k)));
    }
}
