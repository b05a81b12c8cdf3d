#include "support/specs.h"

#include <stdio.h>
#include <string.h>

enum { KNOWN_MAX = 20 };

bool specs_speak_english;
static struct arena arena;
static struct schema known[KNOWN_MAX];
static int known_count;
static struct faults found;

struct arena *specs_arena(void)
{
    return &arena;
}

int specs_end(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

void specs_know(const char *name, ...)
{
    va_list ap;
    known_count = 0;
    va_start(ap, name);
    for (; name; name = va_arg(ap, const char *)) {
        const char *json = va_arg(ap, const char *);
        known[known_count++] = (struct schema){ .name = name, .json = json };
    }
    va_end(ap);
}

static const char *told(const struct faults *faults)
{
    const char *all = "";
    for (size_t i = 0; i < faults->count; i++)
        all = arena_printf(&arena, "%s%s%s %s", all, i > 0 ? ", " : "", faults->items[i].field,
                           faults->items[i].code);
    return all;
}

const char *first_words(void)
{
    return found.count > 0 ? found.items[0].message : "";
}

const char *faults_asking(const struct asked *asked)
{
    struct endpoint const e = { .method = "POST", .path = "/a/{x}/b",
                                .parameters = asked->parameters ? asked->parameters : "[]",
                                .request_body = asked->request_body, .responses = "{}" };
    struct sent_field fields[3];
    struct sent_request request = {
        .path = asked->path ? asked->path : "/a/1/b", .query = asked->query ? asked->query : "",
        .fields = fields, .has_body = asked->body != NULL, .body = asked->body,
        .body_size = asked->body ? strlen(asked->body) : 0,
    };
    if (asked->type)
        fields[request.field_count++] = (struct sent_field){ "Content-Type", asked->type };
    if (asked->cookie)
        fields[request.field_count++] = (struct sent_field){ "Cookie", asked->cookie };
    if (asked->header)
        fields[request.field_count++] = (struct sent_field){ asked->header, asked->value };
    int64_t steps = SPEC_STEPS;
    struct spec *spec = spec_new(&e, 1, known, known_count);
    const struct operation *op = spec_operation(spec, "POST /a/{x}/b");
    assert_non_null(op);
    spec_check(op, &request, &arena, specs_speak_english, &steps, &found);
    const char *all = told(&found);
    spec_free(spec);
    return all;
}

const char *faults_of(const char *schema, const char *value)
{
    return faults_asking(&(struct asked){
        .request_body = arena_printf(&arena, "{\"content\":{\"application/json\":{\"schema\":%s}}}",
                                     schema),
        .type = "application/json", .body = value });
}
