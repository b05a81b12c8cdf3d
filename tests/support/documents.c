#include "support/documents.h"

#include <string.h>

static struct arena arena;

struct arena *documents_arena(void)
{
    return &arena;
}

int documents_end(void **state)
{
    (void)state;
    arena_finish(&arena);
    arena = (struct arena){ 0 };
    return 0;
}

struct document taken(const char *text)
{
    struct document d = { 0 };
    struct finding fault = { .place = "" };
    enum err const e = document_read(&arena, text, strlen(text), &d, &fault);
    if (e)
        print_error("%s: %s\n", fault.place, fault.en);
    assert_err(OK, e);
    return d;
}

const char *refused_at(const char *text, size_t size)
{
    struct document d = { 0 };
    struct finding fault = { .place = "" };
    assert_err(DOCUMENT_UNUSABLE, document_read(&arena, text, size, &d, &fault));
    assert_true(*fault.id && *fault.en);
    return fault.place;
}

void is_refused_for(const char *id, const char *en, const char *text)
{
    struct document d = { 0 };
    struct finding fault = { .place = "" };
    assert_err(DOCUMENT_UNUSABLE, document_read(&arena, text, strlen(text), &d, &fault));
    if (!strstr(fault.id, id) || !strstr(fault.en, en))
        print_error("told: %s; %s\n", fault.id, fault.en);
    assert_non_null(strstr(fault.id, id));
    assert_non_null(strstr(fault.en, en));
}

bool is_told(const struct document *d, const char *place)
{
    for (int i = 0; i < d->warning_count && i < WARNINGS_MAX; i++) {
        if (strcmp(d->warnings[i].place, place) == 0)
            return true;
    }
    return false;
}

json_t *loaded(const char *text)
{
    json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);
    assert_non_null(json);
    return json;
}

const char *in_text_at(const char *text, const char *pointer)
{
    json_auto_t *json = loaded(text);
    const json_t *value = json_at(json, pointer);
    if (json_is_string(value))
        return arena_copy(&arena, json_string_value(value));
    return value ? json_written(&arena, value) : "";
}

const char *schema_of(const struct document *d, const char *name)
{
    for (int i = 0; i < d->schema_count; i++) {
        if (strcmp(d->schemas[i].name, name) == 0)
            return d->schemas[i].json;
    }
    return "";
}
