#include "domain/documents/compare.h"

#include "base/text.h"
#include "domain/documents/comparing.h"
#include "domain/json/json.h"

#include <string.h>

bool compare_goes_on(struct comparing *c)
{
    return ++c->work <= COMPARE_WORK_MAX && c->depth < COMPARE_DEPTH_MAX;
}

void differ(struct comparing *c, const struct place *at, bool is_breaking, const char *id,
            const char *en)
{
    struct change *change = c->change;
    int const index = change->difference_count++;
    change->is_breaking |= is_breaking;
    if (index >= DIFFERENCES_MAX)
        return;
    change->differences[index] = (struct difference){
        .place = place_pointer(c->a, at), .id = id, .en = en, .is_breaking = is_breaking };
}

/* GET /a/{} for GET /a/{id}: what a parameter of the path is called is nothing to a call. */
static const char *call_of(struct arena *a, const struct endpoint *e)
{
    char *call = arena_printf(a, "%s %s", e->method, e->path), *to = call;
    for (const char *at = call; *at; at++) {
        *to++ = *at;
        if (*at == '{')
            at += strcspn(at + 1, "}");
    }
    *to = '\0';
    return call;
}

/* Calls to places in the list. */
static json_t *places_of(struct arena *a, const struct api *api)
{
    json_t *places = json_object();
    for (int i = 0; i < api->endpoint_count; i++)
        json_object_set_new(places, call_of(a, &api->endpoints[i]), json_integer(i));
    return places;
}

static json_t *loaded(const char *text)
{
    return text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
}

static const char *name_after(struct arena *a, const char *brace)
{
    return arena_printf(a, "%.*s", (int)strcspn(brace + 1, "}"), brace + 1);
}

static void rename_parameter(json_t *list, const char *from, const char *to)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) {
        if (text_is(json_text_at(one, "in", ""), "path")
            && text_is(json_text_at(one, "name", ""), from)) {
            json_object_set_new(one, "name", json_string(to));
            return;
        }
    }
}

/* The old parameters of the path under their new names. */
static void rename_parameters(struct arena *a, json_t *list, const struct endpoint *before,
                              const struct endpoint *after)
{
    const char *old = strchr(before->path, '{'), *new = strchr(after->path, '{');
    if (text_is(before->path, after->path))
        return;
    for (; old && new; old = strchr(old + 1, '{'), new = strchr(new + 1, '{'))
        rename_parameter(list, name_after(a, old), name_after(a, new));
}

static bool is_same_text(const struct endpoint *before, const struct endpoint *after)
{
    return text_is(before->parameters, after->parameters)
           && text_is(before->request_body, after->request_body)
           && text_is(before->responses, after->responses)
           && text_is(before->path, after->path);
}

/* Equal words may mean another thing where a schema behind them differs. */
static bool leads_to_touched(const struct comparing *c, const char *text)
{
    static const char head[] = "\"#/components/schemas/";
    char name[200];
    for (const char *at = text ? strstr(text, head) : NULL; at; at = strstr(at, head)) {
        at += strlen(head);
        size_t const size = strcspn(at, "\"");
        if (size >= sizeof name)
            return true;
        memcpy(name, at, size);
        name[size] = '\0';
        if (json_object_get(c->touched, name))
            return true;
    }
    return false;
}

static void compare_words(struct comparing *c, const struct endpoint *before,
                          const struct endpoint *after)
{
    if (after->is_deprecated && !before->is_deprecated)
        differ(c, AT(AT(NULL, ""), "deprecated"), false, "Kini tidak dianjurkan lagi",
               "It is deprecated now");
    if (before->is_deprecated && !after->is_deprecated)
        differ(c, AT(AT(NULL, ""), "deprecated"), false, "Kini dianjurkan kembali",
               "It is no longer deprecated");
    if (!text_is(before->summary, after->summary)
        || !text_is(before->description, after->description))
        differ(c, AT(AT(NULL, ""), "description"), false, "Uraiannya berubah",
               "Its description changes");
    if (!text_is(before->path, after->path))
        differ(c, AT(AT(NULL, ""), "path"), false, "Nama parameter path berubah",
               "The names of path parameters change");
}

static void compare_pair(struct comparing *c, const struct endpoint *before,
                         const struct endpoint *after)
{
    compare_words(c, before, after);
    bool const is_untouched = is_same_text(before, after)
        && !leads_to_touched(c, after->parameters) && !leads_to_touched(c, after->request_body)
        && !leads_to_touched(c, after->responses);
    if (is_untouched)
        return;
    json_auto_t *met = json_object();
    json_auto_t *old_parameters = loaded(before->parameters);
    json_auto_t *new_parameters = loaded(after->parameters);
    json_auto_t *old_body = loaded(before->request_body), *new_body = loaded(after->request_body);
    json_auto_t *old_responses = loaded(before->responses);
    json_auto_t *new_responses = loaded(after->responses);
    c->met = met;
    rename_parameters(c->a, old_parameters, before, after);
    compare_parameters(c, old_parameters, new_parameters);
    compare_bodies(c, old_body, new_body);
    compare_responses(c, old_responses, new_responses);
}

static struct change *next_change(struct comparison *out, int kind, const struct endpoint *e)
{
    struct change *change = &out->changes[out->count];
    *change = (struct change){ .kind = kind, .method = e->method, .path = e->path,
                               .summary = e->summary, .is_breaking = kind == CHANGE_REMOVED };
    return change;
}

static void keep(struct comparison *out)
{
    out->breaking += out->changes[out->count++].is_breaking;
}

static void compare_all(struct comparing *c, const struct api *before, const struct api *after,
                        struct comparison *out)
{
    json_auto_t *places = places_of(c->a, before);
    for (int i = 0; i < after->endpoint_count; i++) {
        const struct endpoint *e = &after->endpoints[i];
        const char *call = call_of(c->a, e);
        const json_t *place = json_object_get(places, call);
        c->change = next_change(out, place ? CHANGE_CHANGED : CHANGE_ADDED, e);
        if (!place) {
            out->added++;
            keep(out);
            continue;
        }
        c->change->differences = arena_alloc(c->a, DIFFERENCES_MAX * sizeof(struct difference));
        compare_pair(c, &before->endpoints[json_integer_value(place)], e);
        if (c->change->difference_count > 0) {
            out->changed++;
            keep(out);
        }
    }
}

static void find_removed(struct arena *a, const struct api *before, const struct api *after,
                         struct comparison *out)
{
    json_auto_t *places = places_of(a, after);
    for (int i = 0; i < before->endpoint_count; i++) {
        if (json_object_get(places, call_of(a, &before->endpoints[i])))
            continue;
        next_change(out, CHANGE_REMOVED, &before->endpoints[i]);
        out->removed++;
        keep(out);
    }
}

static json_t *schema_places(const struct api *api)
{
    json_t *places = json_object();
    for (int i = 0; i < api->schema_count; i++)
        json_object_set_new(places, api->schemas[i].name, json_integer(i));
    return places;
}

void compare(struct arena *a, const struct api *before, const struct api *after,
             struct comparison *out)
{
    json_auto_t *old_places = schema_places(before), *new_places = schema_places(after);
    json_auto_t *old_loaded = json_object(), *new_loaded = json_object();
    json_auto_t *touched = json_object();
    struct comparing c = {
        .a = a, .touched = touched,
        .before = { .schemas = before->schemas, .places = old_places, .loaded = old_loaded },
        .after = { .schemas = after->schemas, .places = new_places, .loaded = new_loaded },
    };
    size_t const room = (size_t)before->endpoint_count + (size_t)after->endpoint_count + 1;
    struct comparison made = { .changes = arena_alloc(a, room * sizeof *made.changes) };
    compare_find_touched(&c, before, after);
    compare_all(&c, before, after, &made);
    find_removed(a, before, after, &made);
    made.is_cut = c.work > COMPARE_WORK_MAX;
    *out = made;
}
