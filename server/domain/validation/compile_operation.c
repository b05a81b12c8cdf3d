/* Endpoints into operations. */
#include "domain/validation/compile.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/validation/operation.h"

#include <string.h>

static const struct { const char *name, *style; } places[PLACES] = {
    [IN_PATH] = { "path", "simple" }, [IN_QUERY] = { "query", "form" },
    [IN_HEADER] = { "header", "simple" }, [IN_COOKIE] = { "cookie", "form" },
};

static const char *const styles[STYLES] = {
    [STYLE_SIMPLE] = "simple", [STYLE_FORM] = "form", [STYLE_LABEL] = "label",
    [STYLE_MATRIX] = "matrix", [STYLE_SPACES] = "spaceDelimited",
    [STYLE_PIPES] = "pipeDelimited", [STYLE_DEEP] = "deepObject",
};

static enum place place_of(const char *name)
{
    enum place p = IN_PATH;
    while (p < PLACES && strcmp(places[p].name, name) != 0)
        p++;
    return p;
}

static enum style style_of(const char *name, enum style usual)
{
    enum style s = STYLE_SIMPLE;
    while (s < STYLES && strcmp(styles[s], name) != 0)
        s++;
    return s < STYLES ? s : usual;
}

static char *media_type(struct arena *a, const char *text)
{
    return text_lower(a, arena_printf(a, "%.*s", (int)strcspn(text, "; \t"), text));
}

static const struct sample *samples_of(struct compiling *c, const json_t *media, size_t *count)
{
    json_t *one = json_object_get(media, "example");
    json_t *named = json_object_get(media, "examples"), *given;
    const char *name;
    size_t const room = json_object_size(named) + 1;
    *count = 0;
    if (!one && json_object_size(named) == 0)
        return NULL;
    struct sample *all = arena_alloc(c->a, room * sizeof *all);
    if (one)
        all[(*count)++] = (struct sample){ NULL, compile_keep(c, one) };
    json_object_foreach(named, name, given) {
        json_t *value = json_object_get(given, "value");
        if (value)
            all[(*count)++] = (struct sample){ arena_copy(c->a, name), compile_keep(c, value) };
    }
    return all;
}

static struct contents contents_of(struct compiling *c, json_t *content)
{
    const char *type;
    json_t *given;
    struct contents out = { 0 };
    if (json_object_size(content) == 0)
        return out;
    struct media *all = arena_alloc(c->a, json_object_size(content) * sizeof *all);
    json_object_foreach(content, type, given) {
        struct media *m = &all[out.count++];
        m->type = media_type(c->a, type);
        m->shape = compile_shape(c, json_object_get(given, "schema"));
        m->samples = samples_of(c, given, &m->sample_count);
    }
    out.items = all;
    return out;
}

static bool is_exploded(const json_t *given, enum style style)
{
    const json_t *said = json_object_get(given, "explode");
    return said ? json_is_true(said) : style == STYLE_FORM;
}

static void compile_parameter(struct compiling *c, const json_t *given, enum place in,
                              struct parameter *out)
{
    const char *name = json_text_at(given, "name", "");
    enum style const usual = style_of(places[in].style, STYLE_SIMPLE);
    struct contents const content = contents_of(c, json_object_get(given, "content"));
    *out = (struct parameter){
        .name = arena_copy(c->a, name),
        .field = arena_printf(c->a, "%s:%s", places[in].name, name),
        .in = in,
        .style = style_of(json_text_at(given, "style", ""), usual),
        .is_required = in == IN_PATH || json_is_true(json_object_get(given, "required")),
        .may_be_empty = json_is_true(json_object_get(given, "allowEmptyValue")),
        .is_json = content.count > 0 && type_is_json(content.items[0].type),
        .shape = content.count > 0 ? content.items[0].shape
                                   : compile_shape(c, json_object_get(given, "schema")),
    };
    out->is_exploded = is_exploded(given, out->style);
}

static void compile_parameters(struct compiling *c, const char *text, struct operation *out)
{
    json_auto_t *list = json_loads(text ? text : "[]", 0, NULL);
    struct parameter *all = arena_alloc(c->a, (json_array_size(list) + 1) * sizeof *all);
    size_t i;
    json_t *given;
    json_array_foreach(list, i, given) {
        enum place const in = place_of(json_text_at(given, "in", ""));
        if (in < PLACES)
            compile_parameter(c, given, in, &all[out->parameter_count++]);
    }
    out->parameters = all;
}

static void compile_headers(struct compiling *c, json_t *headers, struct response *out)
{
    const char *name;
    json_t *given;
    size_t count;
    size_t const room = json_object_size(headers);
    if (room == 0)
        return;
    struct parameter *all = arena_alloc(c->a, room * sizeof *all);
    struct sample *samples = arena_alloc(c->a, room * sizeof *samples);
    json_object_foreach(headers, name, given) {
        size_t const at = out->header_count++;
        compile_parameter(c, given, IN_HEADER, &all[at]);
        all[at].name = arena_copy(c->a, name);
        const struct sample *found = samples_of(c, given, &count);
        samples[at] = count > 0 ? found[0] : (struct sample){ 0 };
    }
    out->headers = all;
    out->header_samples = samples;
}

static void compile_responses(struct compiling *c, const char *text, struct operation *out)
{
    json_auto_t *map = json_loads(text ? text : "{}", 0, NULL);
    struct response *all = arena_alloc(c->a, (json_object_size(map) + 1) * sizeof *all);
    const char *status;
    json_t *given;
    json_object_foreach(map, status, given) {
        struct response *r = &all[out->response_count++];
        r->status = arena_copy(c->a, status);
        r->content = contents_of(c, json_object_get(given, "content"));
        compile_headers(c, json_object_get(given, "headers"), r);
    }
    out->responses = all;
}

void compile_operation(struct compiling *c, const struct endpoint *e, struct operation *out)
{
    json_auto_t *body = e->request_body ? json_loads(e->request_body, 0, NULL) : NULL;
    out->name = arena_printf(c->a, "%s %s", e->method, e->path);
    out->has_body = body != NULL;
    out->body_is_required = json_is_true(json_object_get(body, "required"));
    out->body = contents_of(c, json_object_get(body, "content"));
    compile_parameters(c, e->parameters, out);
    compile_responses(c, e->responses, out);
}

bool type_is_json(const char *type)
{
    size_t const size = strcspn(type, "; \t");
    return (size == 16 && strncasecmp(type, "application/json", 16) == 0)
           || (size > 5 && strncasecmp(type + size - 5, "+json", 5) == 0);
}

/* How well a range covers the type: 0 not at all, 3 exactly. */
static int covers(const char *range, const char *type, size_t size)
{
    if (strlen(range) == size && strncasecmp(range, type, size) == 0)
        return 3;
    if (strcmp(range, "*/*") == 0)
        return 1;
    const char *slash = memchr(type, '/', size);
    size_t const head = slash ? (size_t)(slash - type) + 1 : 0;
    return head > 0 && strncasecmp(range, type, head) == 0 && strcmp(range + head, "*") == 0 ? 2
                                                                                            : 0;
}

const struct media *contents_find(const struct contents *among, const char *content_type)
{
    size_t const size = strcspn(content_type, "; \t");
    const struct media *best = NULL;
    int best_cover = 0;
    for (size_t i = 0; i < among->count; i++) {
        int const cover = covers(among->items[i].type, content_type, size);
        if (cover > best_cover)
            best = &among->items[i];
        if (cover > best_cover)
            best_cover = cover;
    }
    return best;
}
