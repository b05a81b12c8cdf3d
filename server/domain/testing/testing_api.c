#include "domain/testing/testing_api.h"

#include "base/text.h"
#include "domain/bundles/bundles_api.h"
#include "domain/testing/testing.h"
#include "domain/testing/testing_in_api.h"

#include <string.h>
#include <strings.h>

/* The gateway's own for its connection to us. */
static bool is_hidden(const char *name)
{
    static const char *const names[] = { "Connection", "Keep-Alive", "Transfer-Encoding",
                                         "Simpul-Refused", NULL };
    for (int i = 0; names[i]; i++) {
        if (strcasecmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* As JSON wants it: bytes that are no UTF-8 are looked at one by one. */
static json_t *header_json(struct arena *a, const char *value)
{
    if (text_is_utf8(value, strlen(value)))
        return json_string(value);
    char *shown = arena_copy(a, value);
    for (char *at = shown; *at; at++) {
        if ((unsigned char)*at >= 0x80)
            *at = '?';
    }
    return json_string(shown);
}

/* Names in lower case; what comes more than once stands together, as fetch() has it. */
static json_t *headers_json(struct arena *a, const struct exchange_answer *got)
{
    json_t *headers = json_object();
    for (int i = 0; i < got->header_count; i++) {
        const struct exchange_header *h = &got->headers[i];
        if (is_hidden(h->name) || !text_is_utf8(h->name, strlen(h->name)))
            continue;
        const char *name = text_lower(a, h->name);
        const char *before = json_string_value(json_object_get(headers, name));
        json_object_set_new(headers, name, before
            ? header_json(a, arena_printf(a, "%s, %s", before, h->value))
            : header_json(a, h->value));
    }
    return headers;
}

/* Where a text was cut, a character may have been cut too. */
static size_t whole_size(const struct exchange_answer *got)
{
    size_t size = got->size;
    for (int i = 0; got->is_cut && i < 4 && size > 0; i++) {
        unsigned char const last = (unsigned char)got->body[size - 1];
        if (last < 0x80)
            break;
        size--;
        if (last >= 0xC0)
            break;
    }
    return size;
}

static void add_body(struct arena *a, const struct exchange_answer *got, json_t *out)
{
    size_t const size = whole_size(got);
    bool const is_text = text_is_utf8(got->body, size) && !memchr(got->body, '\0', size);
    json_object_set_new(out, "body", is_text
        ? json_stringn(got->body, size)
        : json_string(base64_encode(a, got->body, got->size)));
    json_object_set_new(out, "body_encoding", json_string(is_text ? "text" : "base64"));
}

static json_t *answer_json(struct arena *a, const struct test_answer *answer)
{
    const struct exchange_answer *got = &answer->got;
    uint64_t const size = got->told > got->size ? got->told : got->size;
    json_t *json = json_pack("{ss si so sI sf sb}", "url", answer->url, "status", (int)got->status,
                             "headers", headers_json(a, got), "size_bytes", (json_int_t)size,
                             "duration_ms", (double)got->took_us / 1000,
                             "truncated", (int)got->is_cut);
    add_body(a, got, json);
    return json;
}

/* What the gateway said of each value that is wrong. */
static void take_problems(struct req *r, const struct exchange_answer *got)
{
    json_auto_t *said = json_loadb(got->body, got->size, 0, NULL);
    json_t *problems = json_object_get(said, "errors");
    if (json_is_array(problems) && json_array_size(problems) > 0)
        r->problems = json_incref(problems);
}

/* The gateway's refusal is this operation's own; what came stands beside it. */
static enum err refuse(struct req *r, const struct test_answer *answer)
{
    static const char *const names[] = { "Retry-After", "RateLimit", "RateLimit-Policy", NULL };
    for (int i = 0; names[i]; i++) {
        const char *value = exchange_header(&answer->got, names[i]);
        if (value)
            reply_header(r, names[i], value);
    }
    take_problems(r, &answer->got);
    r->extra = json_pack("{so}", "answer", answer_json(&r->arena, answer));
    return err_because(answer->refusal, "by the gateway");
}

static enum err explain(struct req *r, enum err e)
{
    if (e == KEY_UNKNOWN)
        return req_say(r, e, "API Key ini bukan milik akun Anda. Pakai API Key dari akun ini.",
                       "This API key is not one of your account's. Use a key of this account.");
    if (e == TOO_MANY)
        reply_header(r, "Retry-After", "1");
    if (e != NOT_FOUND)
        return e;
    in_fault(r, "path", "not_documented");
    return INVALID_FIELDS;
}

enum err bundle_test_post(struct req *r)
{
    struct bundle b;
    struct version v;
    AUTO_TEST_CALL struct test_call call = { 0 };
    struct test_answer answer;
    TRY(bundle_in(r, &b));
    TRY(version_in(r, &b, &v));
    TRY(req_counts_as(r, "testing", TEST_CALLS_PER_MINUTE));
    test_call_in(r, &b, &v, &call);
    TRY(in_check(r));

    enum err const e = testing_call(r->db, &r->arena, &call, &answer);
    if (e)
        return explain(r, e);

    if (answer.refusal)
        return refuse(r, &answer);
    return reply_ok(r, answer_json(&r->arena, &answer));
}
