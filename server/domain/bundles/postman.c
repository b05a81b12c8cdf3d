#include "domain/bundles/postman.h"

#include "domain/bundles/endpoints.h"
#include "domain/bundles/postman_request.h"
#include "domain/bundles/schemas.h"
#include "domain/json/json.h"

enum { AT_ONCE = 100 };

/* Bytes: what parameters and body of one endpoint, and those of all, may grow to. */
enum { INLINED_EACH = 32 * 1024, INLINED_ALL = 16 * 1024 * 1024 };

#define FORMAT "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"

struct folders {
    json_t *by_tag;                 /* tag: its requests, tags in the document's order */
    json_t *loose;                  /* requests without a tag */
};

static void begin_folders(const struct version *v, struct folders *f)
{
    json_auto_t *tags = array_json(v->tags);
    size_t at;
    json_t *tag;
    *f = (struct folders){ .by_tag = json_object(), .loose = json_array() };
    json_array_foreach(tags, at, tag)
        json_object_set_new(f->by_tag, json_text_at(tag, "name", ""), json_array());
}

static json_t *folder_of(struct folders *f, const char *tag)
{
    if (!*tag)
        return f->loose;
    json_t *found = json_object_get(f->by_tag, tag);
    if (!found)
        json_object_set_new(f->by_tag, tag, found = json_array());
    return found;
}

static json_t *parsed(const char *text)
{
    json_t *json = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
    return json ? json : json_null();
}

static enum err add_one(struct inliner *i, struct arena *a, const struct endpoint *e,
                        struct folders *f)
{
    json_t *inlined = NULL;
    json_auto_t *parts = json_pack("{so so}", "parameters", parsed(e->parameters),
                                   "request_body", parsed(e->request_body));
    TRY(schemas_inline(i, parts, &inlined));
    json_array_append_new(folder_of(f, e->tag), postman_request(a, e, inlined));
    json_decref(inlined);
    return OK;
}

static enum err add_page(struct inliner *i, int *from, struct folders *f)
{
    AUTO_ARENA struct arena a = { 0 };
    struct endpoints page;
    TRY(endpoints_of(i->db, &a, i->version_id, *from, AT_ONCE, &page));
    for (int n = 0; n < page.count; n++)
        TRY(add_one(i, &a, &page.items[n], f));
    *from = page.next;
    return OK;
}

static enum err add_all(struct db *db, const struct version *v, struct folders *f)
{
    struct inliner i = { .db = db, .version_id = v->id, .each = INLINED_EACH,
                         .left = INLINED_ALL };
    int from = 0;
    enum err e = OK;
    inliner_begin(&i);
    do
        e = add_page(&i, &from, f);
    while (!e && from > 0);
    inliner_end(&i);
    return e;
}

static json_t *items_of(const struct folders *f)
{
    const char *tag;
    json_t *requests, *items = json_array();
    json_object_foreach(f->by_tag, tag, requests) {
        if (json_array_size(requests))
            json_array_append_new(items, json_pack("{ss sO}", "name", tag, "item", requests));
    }
    json_array_extend(items, f->loose);
    return items;
}

static json_t *key_header(void)
{
    return json_pack("{ss s[{ss ss ss} {ss ss ss} {ss ss ss}]}", "type", "apikey", "apikey",
                     "key", "key", "value", "X-API-Key", "type", "string",
                     "key", "value", "value", "{{api_key}}", "type", "string",
                     "key", "in", "value", "header", "type", "string");
}

static json_t *collection_json(const struct version *v, const struct postman_about *about,
                               const struct folders *f)
{
    return json_pack("{s{ss ss ss ss} so so s[{ss ss} {ss ss}]}",
                     "info", "name", about->name, "description", about->description,
                     "version", v->version, "schema", FORMAT,
                     "item", items_of(f), "auth", key_header(),
                     "variable", "key", "base_url", "value", about->base_url,
                     "key", "api_key", "value", "");
}

enum err postman_collection(struct db *db, const struct version *v,
                            const struct postman_about *about, json_t **out)
{
    struct folders f;
    begin_folders(v, &f);
    enum err const e = add_all(db, v, &f);
    if (!e)
        *out = collection_json(v, about, &f);
    json_decref(f.by_tag);
    json_decref(f.loose);
    return e;
}
