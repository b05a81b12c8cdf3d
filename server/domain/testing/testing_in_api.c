#include "domain/testing/testing_in_api.h"

#include "base/text.h"
#include "domain/access/vouch.h"
#include "domain/json/json.h"

#include <string.h>
#include <strings.h>

enum { PATH_MAX_CHARACTERS = 2000 };

static const char METHODS[] = "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE";

/* What is done with each name and value of an object whose values are scalars or lists of them. */
struct pairs {
    struct req *r;
    const char *field;
    void (*take)(struct pairs *p, const char *name, const char *value);
    void *out;
};

static void take_value(struct pairs *p, const char *name, const json_t *value)
{
    const char *text = json_scalar(&p->r->arena, value);
    if (text)
        p->take(p, name, text);
    else if (!json_is_null(value))
        in_fault(p->r, p->field, "wrong_type");
}

static void take_pairs(struct pairs *p, const json_t *object)
{
    const char *name;
    json_t *value, *item;
    size_t i;
    json_object_foreach((json_t *)object, name, value) {
        if (!json_is_array(value))
            take_value(p, name, value);
        json_array_foreach(value, i, item)
            take_value(p, name, item);
    }
}

struct query_text {
    char *text;
    size_t size;
};

static void add_query(struct pairs *p, const char *name, const char *value)
{
    struct query_text *q = p->out;
    struct arena *a = &p->r->arena;
    const char *pair = arena_printf(a, "%s%s=%s", q->size ? "&" : "", test_query_part(a, name),
                                    test_query_part(a, value));
    size_t const size = strlen(pair);
    if (q->size + size > TEST_TARGET_MAX)
        return in_fault(p->r, p->field, "too_long");
    memcpy(q->text + q->size, pair, size);
    q->size += size;
}

/* An object of names and values, or a text that is encoded already. */
static const char *query_in(struct req *r)
{
    struct query_text q = { .text = arena_alloc(&r->arena, TEST_TARGET_MAX + 1) };
    const json_t *given = in_json(r, "query");
    if (json_is_string(given)) {
        const char *query = test_query(&r->arena, json_string_value(given));
        if (!query)
            in_fault(r, "query", "bad_characters");
        return query && *query ? query : NULL;
    }
    if (given && !json_is_object(given))
        in_fault(r, "query", "wrong_type");
    take_pairs(&(struct pairs){ r, "query", add_query, &q }, given);
    return q.size ? q.text : NULL;
}

static void add_header(struct pairs *p, const char *name, const char *value)
{
    struct test_call *call = p->out;
    const char *fault = test_header_check(name, value);
    const char *field = arena_printf(&p->r->arena, "headers.%.80s", name);
    if (fault)
        return in_fault(p->r, field, fault);
    if (call->header_count == TEST_HEADERS_MAX)
        return in_fault(p->r, "headers", "too_long");
    call->headers[call->header_count++] = (struct exchange_header){ name, value };
}

static const char *header_of(const struct test_call *call, const char *name)
{
    for (int i = 0; i < call->header_count; i++) {
        if (strcasecmp(call->headers[i].name, name) == 0)
            return call->headers[i].value;
    }
    return NULL;
}

static void add_missing(struct test_call *call, const char *name, const char *value)
{
    if (!header_of(call, name))
        call->headers[call->header_count++] = (struct exchange_header){ name, value };
}

static void add_voucher(struct req *r, struct test_call *out)
{
    char *voucher = arena_alloc(&r->arena, VOUCHER_SIZE);
    voucher_write(r->ip, voucher);
    if (*voucher)
        out->headers[out->header_count++] = (struct exchange_header){ VOUCHER_HEADER, voucher };
}

static void headers_in(struct req *r, struct test_call *out)
{
    size_t size = 0;
    const json_t *given = in_json(r, "headers");
    if (given && !json_is_object(given))
        in_fault(r, "headers", "wrong_type");
    take_pairs(&(struct pairs){ r, "headers", add_header, out }, given);
    for (int i = 0; i < out->header_count; i++)
        size += strlen(out->headers[i].name) + strlen(out->headers[i].value) + 4;
    if (size > TEST_HEADERS_BYTES)
        in_fault(r, "headers", "too_long");
    add_missing(out, "Accept-Language", r->english ? "en" : "id");
    out->headers[out->header_count++] = (struct exchange_header){ "X-Request-Id", r->id };
    add_voucher(r, out);
}

static void bytes_in(struct req *r, const char *text, struct test_call *out)
{
    out->body = base64_decode(&r->arena, text, &out->body_size);
    if (!out->body)
        in_fault(r, "body", "bad_characters");
}

/* Text goes as it stands, any other JSON as JSON. */
static void body_in(struct req *r, struct test_call *out)
{
    const json_t *given = in_json(r, "body");
    bool const is_base64 = text_is(in_choice_or(r, "body_encoding", "text|base64", "text"),
                                   "base64");
    if (!given)
        return;
    if (is_base64 && json_is_string(given))
        return bytes_in(r, json_string_value(given), out);
    if (is_base64)
        return in_fault(r, "body", "wrong_type");
    const char *text = json_string_value(given);
    bool const is_json = !text || text[strspn(text, " \t\r\n")] == '{'
                         || text[strspn(text, " \t\r\n")] == '[';
    out->body = text ? text : json_written(&r->arena, given);
    out->body_size = text ? json_string_length(given) : strlen(out->body);
    add_missing(out, "Content-Type", is_json ? "application/json" : "text/plain; charset=utf-8");
}

/* What a key that was pasted may bring along: blanks, and nothing that could end its line. */
static void key_in(struct req *r, char out[static TEST_KEY_MAX + 1])
{
    static const char blanks[] = " \t\r\n";
    if (!in_has(r, "key"))
        return;
    const char *key = in_secret(r, "key");
    key += strspn(key, blanks);
    size_t const size = strcspn(key, blanks);
    if (size > TEST_KEY_MAX)
        return in_fault(r, "key", "too_long");
    bool is_plain = key[size + strspn(key + size, blanks)] == '\0';
    for (size_t i = 0; i < size; i++)
        is_plain &= key[i] > ' ' && key[i] <= '~';
    if (!is_plain)
        return in_fault(r, "key", "bad_characters");
    memcpy(out, key, size);
}

/* The current version is called by the bundle's own address, as programs usually do. */
static const char *slug_of(struct req *r, const struct bundle *b, const struct version *v)
{
    return text_is(v->status, "current") ? b->slug
                                         : arena_printf(&r->arena, "%s@%s", b->slug, v->address);
}

void test_call_in(struct req *r, const struct bundle *b, const struct version *v,
                  struct test_call *out)
{
    *out = (struct test_call){
        .account_id = r->who.account_id, .slug = slug_of(r, b, v), .request_id = r->id,
        .ip = r->ip,
        .environment = in_choice(r, "environment", "development|production"),
        .method = in_choice(r, "method", METHODS), .now = r->now,
    };
    key_in(r, out->key);
    const char *path = in_text(r, "path", 1, PATH_MAX_CHARACTERS);
    out->path = test_path(&r->arena, path);
    if (*path && !out->path)
        in_fault(r, "path", "bad_characters");
    out->query = query_in(r);
    headers_in(r, out);
    body_in(r, out);
    if (out->path && strlen(out->path) + (out->query ? strlen(out->query) : 0) > TEST_TARGET_MAX)
        in_fault(r, "path", "too_long");
}
