#include "demo/wilayah_api.h"

#include "base/text.h"
#include "demo/regions.h"

#include <string.h>

enum { PAGE_USUAL = 100, PAGE_MAX = 1000, PAGES_MAX = 100000, SEARCH_MAX = 100 };
enum { NESTING_MAX = 128 };

static const char BASE[] = "/wilayah";

struct paging {
    int64_t page, size;
};

static int64_t query_number(struct req *r, const char *name, int64_t usual, int64_t max)
{
    const char *text = in_query(r, name);
    int64_t number = usual;
    if (text && !text_to_int(text, 1, max, &number))
        in_fault(r, name, "out_of_range");
    return number;
}

static struct paging paging_in(struct req *r)
{
    return (struct paging){ .page = query_number(r, "halaman", 1, PAGES_MAX),
                            .size = query_number(r, "per_halaman", PAGE_USUAL, PAGE_MAX) };
}

static json_t *brief_json(const struct region *r)
{
    return json_pack("{ss% ss% ss}", "kode", r->code, (size_t)r->code_size, "nama", r->name,
                     (size_t)r->name_size, "tingkat", region_level_names[r->level]);
}

/* With what it lies in, from the top. */
static json_t *region_json(const struct region *r)
{
    json_t *json = brief_json(r);
    for (int level = 0; level < (int)r->level; level++) {
        struct region above;
        if (region_ancestor(r, level, &above))
            json_object_set_new(json, region_level_names[level], brief_json(&above));
    }
    return json;
}

static enum err reply_page(struct req *r, json_t *items, struct paging p, int total)
{
    return reply_raw(r, 200, json_pack("{so s{sI sI si si}}", "data", items, "meta",
        "halaman", (json_int_t)p.page, "per_halaman", (json_int_t)p.size, "jumlah", total,
        "jumlah_halaman", (int)((total + p.size - 1) / p.size)));
}

static enum err reply_regions(struct req *r, enum region_level level, int first, int count)
{
    struct paging const p = paging_in(r);
    TRY(in_check(r));
    json_t *items = json_array();
    int64_t const from = (p.page - 1) * p.size;
    for (int64_t i = from; i < from + p.size && i < count; i++) {
        struct region const one = region_at(level, first + (int)i);
        json_array_append_new(items, brief_json(&one));
    }
    return reply_page(r, items, p, count);
}

enum err wilayah_provinces(struct req *r)
{
    return reply_regions(r, PROVINCE, 0, region_count(PROVINCE));
}

/* The second part of the path names the level, the third the code. */
static enum err find(struct req *r, struct region *out)
{
    const char *path = in_url_path(r) + strlen(BASE) + 1;
    size_t const size = strcspn(path, "/");
    struct region found = { 0 };
    if (!region_find(in_path(r, "kode"), &found)
        || strlen(region_level_names[found.level]) != size
        || strncmp(region_level_names[found.level], path, size) != 0)
        return req_say(r, NOT_FOUND, "Kode wilayah tidak ditemukan.", "No region has this code.");
    *out = found;
    return OK;
}

enum err wilayah_region(struct req *r)
{
    struct region found = { 0 };
    int first = 0, count = 0;
    TRY(find(r, &found));
    json_t *json = region_json(&found);
    region_children(&found, &first, &count);
    if (found.level != VILLAGE) {
        const char *name = arena_printf(&r->arena, "jumlah_%s",
                                        region_level_names[found.level + 1]);
        json_object_set_new(json, name, json_integer(count));
    }
    return reply_raw(r, 200, json_pack("{so}", "data", json));
}

enum err wilayah_children(struct req *r)
{
    struct region found = { 0 };
    int first = 0, count = 0;
    TRY(find(r, &found));
    region_children(&found, &first, &count);
    return reply_regions(r, found.level + 1, first, count);
}

static int level_in(struct req *r)
{
    const char *name = in_query(r, "tingkat");
    for (int level = 0; name && level < REGION_LEVELS; level++) {
        if (text_is(name, region_level_names[level]))
            return level;
    }
    if (name)
        in_fault(r, "tingkat", "not_a_choice");
    return -1;
}

struct hunt {
    const char *search;
    int64_t from, to;               /* of what is found, that much is shown */
    int found;
    json_t *items;
};

static void hunt_in(struct hunt *h, enum region_level level)
{
    for (int i = 0; i < region_count(level); i++) {
        struct region const one = region_at(level, i);
        if (!region_is_named(&one, h->search))
            continue;
        if (h->found >= h->from && h->found < h->to)
            json_array_append_new(h->items, region_json(&one));
        h->found++;
    }
}

enum err wilayah_search(struct req *r)
{
    struct paging const p = paging_in(r);
    int const only = level_in(r);
    const char *q = in_query(r, "q");
    const char *search = text_fold(&r->arena, q ? q : "");
    if (strlen(search) < 2)
        in_fault(r, "q", q ? "too_short" : "required");
    else if (strlen(search) > SEARCH_MAX)
        in_fault(r, "q", "too_long");
    TRY(in_check(r));

    struct hunt h = { .search = search, .from = (p.page - 1) * p.size, .to = p.page * p.size,
                      .items = json_array() };
    for (int level = 0; level < REGION_LEVELS; level++) {
        if (only < 0 || only == level)
            hunt_in(&h, level);
    }
    return reply_page(r, h.items, p, h.found);
}

static json_t *body_json(struct req *r)
{
    size_t size = 0;
    const char *bytes = in_raw(r, &size);
    const char *type = in_header(r, "Content-Type");
    if (size == 0)
        return json_null();
    bool const is_json = type && strstr(type, "json")
                         && json_nests_within(bytes, size, NESTING_MAX);
    json_t *json = is_json ? json_loadb(bytes, size, JSON_DECODE_ANY, NULL) : NULL;
    if (!json)
        json = json_stringn(bytes, size);
    return json ? json : json_string(base64_encode(&r->arena, bytes, size));
}

enum err wilayah_echo(struct req *r)
{
    return reply_raw(r, 200, json_pack("{ss ss so so so}", "method", in_method(r),
        "path", in_url_path(r) + strlen(BASE), "query", in_queries_json(r),
        "headers", in_headers_json(r), "body", body_json(r)));
}
