#include "domain/documents/parts.h"

#include "base/text.h"
#include "domain/documents/refs.h"
#include "domain/documents/schemas.h"
#include "domain/json/json.h"

enum { HOPS_MAX = 20 };

/* The member of an object that itself is an object; else NULL, and the member is gone. */
static json_t *object_at(struct reading *r, const struct place *at, json_t *parent,
                         const char *name)
{
    json_t *value = json_object_get(parent, name);
    if (!value || json_is_object(value))
        return value;
    reading_left(r, AT(at, name), "Harus berupa objek", "It must be an object");
    json_object_del(parent, name);
    return NULL;
}

static enum err read_encodings(struct reading *r, const struct place *at, json_t *media)
{
    const char *name;
    json_t *encoding;
    json_t *all = object_at(r, at, media, "encoding");
    json_object_foreach(all, name, encoding) {
        const struct place *here = AT(AT(at, "encoding"), name);
        TRY(parts_read(r, AT(here, "headers"), PART_HEADER,
                       object_at(r, here, encoding, "headers")));
    }
    return OK;
}

static enum err read_examples(struct reading *r, const struct place *at, json_t *part)
{
    json_t *all = json_object_get(part, "examples");
    if (json_is_array(all))
        return OK;
    return parts_read(r, AT(at, "examples"), PART_EXAMPLE, object_at(r, at, part, "examples"));
}

/* Some documents share all media types of a body by one reference. */
static json_t *share_content(const struct reading *r, json_t *part, json_t *content)
{
    json_t *target = ref_find(r->root, ref_of(content));
    if (!json_is_object(target) || ref_of(target))
        return content;
    json_object_set(part, "content", target);
    return target;
}

static enum err read_content(struct reading *r, const struct place *at, json_t *part)
{
    const char *type;
    json_t *media;
    void *next;
    json_t *content = object_at(r, at, part, "content");
    if (ref_of(content))
        content = share_content(r, part, content);
    json_object_foreach_safe(content, next, type, media) {
        const struct place *here = AT(AT(at, "content"), type);
        TRY(reading_work(r, here));
        if (!object_at(r, AT(at, "content"), content, type))
            continue;
        TRY(schema_member_read(r, here, media, "schema"));
        TRY(read_examples(r, here, media));
        TRY(read_encodings(r, here, media));
    }
    return OK;
}

/* All within it that may hold a reference. */
static enum err read_inside(struct reading *r, const struct place *at, enum part kind,
                            json_t *part)
{
    if (kind == PART_EXAMPLE || kind == PART_LINK)
        return OK;
    TRY(read_content(r, at, part));
    if (kind == PART_PARAMETER || kind == PART_HEADER) {
        TRY(schema_member_read(r, at, part, "schema"));
        return read_examples(r, at, part);
    }
    if (kind == PART_BODY)
        return OK;
    TRY(parts_read(r, AT(at, "headers"), PART_HEADER, object_at(r, at, part, "headers")));
    return parts_read(r, AT(at, "links"), PART_LINK, object_at(r, at, part, "links"));
}

/* Past references to references. NULL: to nothing, or in a circle. */
static json_t *target_of(const struct reading *r, const char *ref)
{
    json_t *at = NULL;
    for (int hops = 0; ref && hops < HOPS_MAX; hops++) {
        at = ref_find(r->root, ref);
        ref = ref_of(at);
    }
    return ref || !json_is_object(at) ? NULL : at;
}

static enum err refuse_reference(struct reading *r, const struct place *at, const char *ref)
{
    return reading_refuse(r, at, WITH_TEXT(r, "Rujukan %s tidak menunjuk apa pun",
                                           "The reference %s points at nothing", ref));
}

/* Read where it is met for the first time, and told of under that place's name. */
static enum err follow(struct reading *r, const struct place *at, enum part kind, const char *ref,
                       json_t **out)
{
    const char *key = arena_printf(r->a, "%d%s", (int)kind, ref);
    json_t *known = json_object_get(r->parts, key);
    if (known) {
        *out = known;
        return json_is_null(known) ? refuse_reference(r, at, ref) : OK;
    }
    json_t *target = target_of(r, ref);
    if (!target)
        return refuse_reference(r, at, ref);
    json_object_set_new(r->parts, key, json_null());
    TRY(read_inside(r, AT(NULL, ref + 1), kind, target));
    json_object_set(r->parts, key, target);
    *out = target;
    return OK;
}

/* Beside a reference, a summary and a description of its own stand before the target's. */
static json_t *with_own_words(struct reading *r, json_t *target, const json_t *given)
{
    json_t *summary = json_object_get(given, "summary");
    json_t *description = json_object_get(given, "description");
    if (!json_is_string(summary) && !json_is_string(description))
        return target;
    json_t *own = json_copy(target);
    r->work += json_object_size(target);
    if (json_is_string(summary))
        json_object_set(own, "summary", summary);
    if (json_is_string(description))
        json_object_set(own, "description", description);
    json_array_append_new(r->kept, own);
    return own;
}

enum err part_read(struct reading *r, const struct place *at, enum part kind, json_t *given,
                   json_t **out)
{
    const char *ref = ref_of(given);
    json_t *target = NULL;
    *out = NULL;
    TRY(reading_work(r, at));
    if (!json_is_object(given)) {
        reading_left(r, at, "Harus berupa objek", "It must be an object");
        return OK;
    }
    if (!ref) {
        *out = given;
        return read_inside(r, at, kind, given);
    }
    if (ref[0] != '#') {
        reading_left(r, at, WITH_TEXT(r, "Rujukan ke dokumen lain ditinggalkan: %s",
                                      "A reference into another document is left out: %s", ref));
        return OK;
    }
    TRY(follow(r, at, kind, ref, &target));
    *out = with_own_words(r, target, given);
    return OK;
}

enum err parts_read(struct reading *r, const struct place *at, enum part kind, json_t *map)
{
    const char *name;
    json_t *given;
    void *next;
    json_object_foreach_safe(map, next, name, given) {
        json_t *part = NULL;
        if (kind != PART_RESPONSE || !text_starts(name, "x-"))
            TRY(part_read(r, AT(at, name), kind, given, &part));
        if (!part)
            json_object_del(map, name);
        else if (part != given)
            json_object_set(map, name, part);
    }
    return OK;
}
