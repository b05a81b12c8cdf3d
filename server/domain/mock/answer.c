#include "domain/mock/mock.h"

#include "base/index.h"
#include "base/text.h"
#include "domain/json/json.h"
#include "domain/mock/making.h"
#include "domain/mock/prefer.h"
#include "domain/validation/operation.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { STATUS_LEAST = 200, STATUS_MOST = 599, BYTES_A_STEP = 8 };

uint64_t mock_seed(const char *method, const struct sent_request *request)
{
    uint64_t const target = (uint64_t)index_hash(request->path, strlen(request->path)) << 32
                            | index_hash(request->query, strlen(request->query));
    uint64_t const body = request->body ? index_hash(request->body, request->body_size) : 0;
    return target ^ body << 16 ^ index_hash(method, strlen(method));
}

/* The status that a response stands for; 0: none by itself. */
static unsigned status_of(const struct response *r)
{
    if (strcmp(r->status, "default") == 0)
        return STATUS_LEAST;
    if (strlen(r->status) != 3 || !strchr("2345", r->status[0]))
        return 0;
    if (strcasecmp(r->status + 1, "XX") == 0)
        return (unsigned)(r->status[0] - '0') * 100;
    return (unsigned)strtoul(r->status, NULL, 10);
}

static bool is_default(const struct response *r)
{
    return strcmp(r->status, "default") == 0;
}

/* The lowest that is a success; else the default; else the lowest. */
static const struct response *usual_of(const struct operation *op)
{
    const struct response *best = NULL;
    unsigned best_rank = UINT32_MAX;
    for (size_t i = 0; i < op->response_count; i++) {
        const struct response *r = &op->responses[i];
        unsigned const status = status_of(r);
        unsigned const rank = is_default(r) ? 300 : status < 300 ? status : status + 1000;
        if (status && rank < best_rank)
            best = r;
        if (status && rank < best_rank)
            best_rank = rank;
    }
    return best;
}

/* The response for a code: its own, its range's, the default. */
static const struct response *wanted_of(const struct operation *op, const char *code)
{
    const struct response *best = NULL;
    int best_rank = 0;
    for (size_t i = 0; i < op->response_count; i++) {
        const struct response *r = &op->responses[i];
        bool const is_range = strlen(r->status) == 3 && r->status[0] == code[0]
                              && strcasecmp(r->status + 1, "XX") == 0;
        int const rank = strcmp(r->status, code) == 0 ? 3 : is_range ? 2 : is_default(r);
        if (rank > best_rank)
            best = r;
        if (rank > best_rank)
            best_rank = rank;
    }
    return best;
}

struct chosen {
    const struct response *response;
    const struct media *media;
    const struct sample *sample;        /* NULL: one is to be made */
    unsigned status;
    bool has_code, has_example;         /* as preferred */
};

static void choose_response(const struct operation *op, const char *code, struct chosen *out)
{
    int64_t wanted = 0;
    if (code && text_to_int(code, STATUS_LEAST, STATUS_MOST, &wanted))
        out->response = wanted_of(op, code);
    out->has_code = out->response != NULL;
    if (!out->response)
        out->response = usual_of(op);
    out->status = out->has_code ? (unsigned)wanted
                                : out->response ? status_of(out->response) : STATUS_LEAST;
}

static const struct sample *sample_of(const struct media *m, const char *name)
{
    for (size_t i = 0; i < m->sample_count; i++) {
        if (m->samples[i].name && strcmp(m->samples[i].name, name) == 0)
            return &m->samples[i];
    }
    return NULL;
}

/* What Accept likes best; of those that it likes the same, JSON. A caller who would take none of
 * them gets the first all the same, as RFC 9110 has it. */
static void choose_media(const struct mock_wish *wish, const char *example, struct chosen *out)
{
    const struct contents *content = &out->response->content;
    int best = -1;
    for (size_t i = 0; i < content->count; i++) {
        const struct media *m = &content->items[i];
        int const liked = accept_weight(wish->accept, m->type);
        int const rank = liked * 4 + 2 * (example && sample_of(m, example)) + type_is_json(m->type);
        if (rank > best)
            out->media = m;
        if (rank > best)
            best = rank;
    }
    if (!out->media)
        return;
    out->sample = example ? sample_of(out->media, example) : NULL;
    out->has_example = out->sample != NULL;
    if (!out->sample && out->media->sample_count > 0)
        out->sample = &out->media->samples[0];
}

/* A media type of the document's as the header has it; ranges stand for no type. */
static const char *type_shown(struct arena *a, const char *type)
{
    if (!strchr(type, '/') || strchr(type, '*')
        || type[strspn(type, "abcdefghijklmnopqrstuvwxyz0123456789/.+-_")] != '\0')
        return "application/json";
    return type_is_json(type) || strncmp(type, "text/", 5) == 0
               ? arena_printf(a, "%s; charset=utf-8", type) : type;
}

/* The value itself goes. */
static const char *scalar_kept(struct arena *a, const json_t *value)
{
    const char *text = json_scalar(a, value);
    return text ? arena_copy(a, text) : NULL;
}

/* JSON as JSON; of other types a text as it is, and nothing that only JSON could tell. */
static void write_body(struct arena *a, const json_t *value, int64_t *steps,
                       struct mock_answer *out)
{
    bool const is_json = type_is_json(out->type);
    const char *text = is_json ? json_written(a, value) : scalar_kept(a, value);
    out->body = text ? text : "";
    out->size = strlen(out->body);
    *steps -= (int64_t)(out->size / BYTES_A_STEP);
    if (out->size <= MOCK_BODY_BYTES)
        return;
    out->body = is_json ? "null" : "";
    out->size = strlen(out->body);
}

static void answer_body(const struct chosen *chosen, struct making *m, struct mock_answer *out)
{
    bool const has_body = out->status != 204 && out->status != 205 && out->status != 304;
    out->body = "";
    if (!chosen->media || !has_body)
        return;
    out->type = type_shown(m->a, chosen->media->type);
    if (chosen->sample) {
        write_body(m->a, chosen->sample->value, m->steps, out);
        return;
    }
    json_auto_t *value = value_make(m, chosen->media->shape);
    write_body(m->a, value, m->steps, out);
}

/* A field that this answer may have, and that cannot break it in two. */
static bool header_is_fit(const char *name, const char *value)
{
    static const char token[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "!#$%&'*+-.^_`|~";
    if (!*name || name[strspn(name, token)] != '\0' || strncasecmp(name, "RateLimit", 9) == 0
        || strncasecmp(name, "Access-Control-", 15) == 0 || strncasecmp(name, "Simpul-", 7) == 0)
        return false;
    for (const char *at = value; *at; at++) {
        if (*at < ' ' || *at > '~')
            return false;
    }
    return true;
}

static bool is_ours(struct arena *a, const char *name)
{
    return text_is_one_of(text_lower(a, name),
                          "content-type|content-length|connection|transfer-encoding|keep-alive|"
                          "trailer|te|upgrade|date|vary|cache-control|x-request-id|sunset|"
                          "deprecation|x-content-type-options|preference-applied|"
                          "proxy-authenticate|proxy-connection|content-encoding|content-language");
}

static void answer_headers(const struct response *r, struct making *m, struct mock_answer *out)
{
    size_t size = 0;
    for (size_t i = 0; i < r->header_count && out->header_count < MOCK_HEADERS_MAX; i++) {
        const char *name = r->headers[i].name;
        if (is_ours(m->a, name))
            continue;
        const json_t *said = r->header_samples[i].value;
        json_auto_t *made = said ? NULL : value_make(m, r->headers[i].shape);
        const char *value = scalar_kept(m->a, said ? said : made);
        size += value ? strlen(name) + strlen(value) : 0;
        if (value && header_is_fit(name, value) && size <= MOCK_HEADERS_BYTES)
            out->headers[out->header_count++] = (struct mock_header){ name, value };
    }
}

/* A preference's value may be anything: only what is plain is repeated. */
static const char *applied(struct arena *a, const struct chosen *chosen,
                           const struct preference *preference)
{
    const char *code = chosen->has_code ? arena_printf(a, "code=%u", chosen->status) : "";
    const char *between = chosen->has_code && chosen->has_example ? ", " : "";
    if (!chosen->has_code && !chosen->has_example)
        return NULL;
    const char *name = chosen->has_example ? preference->example : "";
    bool const is_plain = name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789-_.")] == '\0';
    if (!chosen->has_example || !is_plain)
        return *code ? code : NULL;
    return arena_printf(a, "%s%sexample=%s", code, between, name);
}

void mock_answer(const struct operation *op, const struct mock_wish *wish, struct arena *a,
                 int64_t *steps, struct mock_answer *out)
{
    struct preference const preference = preference_read(a, wish->prefer);
    struct making m = { .a = a, .steps = steps, .state = wish->seed };
    struct chosen chosen = { 0 };
    *out = (struct mock_answer){ .body = "" };
    choose_response(op, preference.code, &chosen);
    out->status = chosen.status;
    if (!chosen.response)
        return;
    choose_media(wish, preference.example, &chosen);
    answer_body(&chosen, &m, out);
    answer_headers(chosen.response, &m, out);
    out->applied = applied(a, &chosen, &preference);
}
