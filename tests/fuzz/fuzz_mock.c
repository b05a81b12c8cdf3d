/* Answers from a document: whatever its schemas, examples and a caller's wishes are, making one
 * ends in its steps, its headers cannot break it in two, its body is JSON where it says so, and the
 * same call is answered the same. */
#include "fuzz.h"

#include "domain/mock/mock.h"

#include <jansson.h>

/* The input's pieces, parted by newlines: a schema, a component's, an example, Prefer, Accept. */
enum { SCHEMA, COMPONENT, EXAMPLE, PREFER, ACCEPT, PIECES };

static void cut(char *text, const char *out[static PIECES])
{
    for (int i = 0; i < PIECES; i++) {
        out[i] = text ? text : "";
        if (text && (text = strchr(text, '\n')))
            *text++ = '\0';
    }
}

static void check_answer(const struct mock_answer *answer)
{
    assert(answer->status >= 200 && answer->status < 600);
    assert(answer->size <= MOCK_BODY_BYTES && strlen(answer->body) == answer->size);
    for (size_t i = 0; i < answer->header_count; i++) {
        const struct mock_header *h = &answer->headers[i];
        assert(*h->name && !strpbrk(h->name, " \r\n:") && !strpbrk(h->value, "\r\n"));
    }
    if (!answer->type || strncmp(answer->type, "application/json", 16) != 0)
        return;
    json_t *json = json_loads(answer->body, JSON_DECODE_ANY, NULL);
    assert(json);
    json_decref(json);
}

static void answer_twice(struct arena *a, const struct spec *spec, const struct mock_wish *wish)
{
    int64_t steps = 300000, again = 300000;
    struct mock_answer one, other;
    const struct operation *op = spec_operation(spec, "GET /a");
    assert(op);
    mock_answer(op, wish, a, &steps, &one);
    mock_answer(op, wish, a, &again, &other);
    check_answer(&one);
    assert(steps == again && one.status == other.status && strcmp(one.body, other.body) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *pieces[PIECES];
    cut(fuzz_text(&a, bytes, size), pieces);
    struct schema const component = { .name = "S", .json = pieces[COMPONENT] };
    struct endpoint const e = {
        .method = "GET", .path = "/a", .parameters = "[]",
        .responses = arena_printf(&a,
            "{\"200\":{\"headers\":{\"X-A\":{\"schema\":%s},\"X-B\":{\"example\":%s}},\"content\":"
            "{\"application/json\":{\"schema\":%s},\"text/plain\":{\"example\":%s}}},\"4XX\":{"
            "\"content\":{\"application/json\":{\"examples\":{\"a\":{\"value\":%s}}}}}}",
            pieces[SCHEMA], pieces[EXAMPLE], pieces[SCHEMA], pieces[EXAMPLE], pieces[EXAMPLE]),
    };
    struct spec *spec = spec_new(&e, 1, &component, 1);
    answer_twice(&a, spec, &(struct mock_wish){ .seed = size });
    answer_twice(&a, spec, &(struct mock_wish){ .prefer = pieces[PREFER],
                                               .accept = pieces[ACCEPT] });
    spec_free(spec);
    return 0;
}
