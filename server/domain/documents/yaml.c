#include "domain/documents/yaml.h"

#include "base/text.h"
#include "domain/documents/faults.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { ANCHORS_MAX = 10000, NUMBER_MAX = 40 };

struct reader {
    struct arena *a;
    struct reading *reading;
    yaml_parser_t parser;
    json_t *anchors;                /* name to value, complete ones only */
    int depth, nodes;
};

static enum err refuse(struct reader *r, size_t line, const char *id, const char *en)
{
    return reading_refuse(r->reading, AT(NULL, arena_printf(r->a, "line %zu", line + 1)), id, en);
}

static enum err next(struct reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event))
        return OK;
    struct fault const why = yaml_fault(r->parser.problem);
    return refuse(r, r->parser.problem_mark.line, why.id, why.en);
}

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list; list++) {
        if (strcmp(text, *list) == 0)
            return true;
    }
    return false;
}

static json_t *number(const char *text)
{
    const char *digits = text + (*text == '-' || *text == '+');
    size_t const length = strlen(text);
    char *end = NULL;
    if (length > NUMBER_MAX || !strpbrk(digits, "0123456789"))
        return NULL;
    if (strspn(digits, "0123456789") == strlen(digits)) {
        errno = 0;
        long long const whole = strtoll(text, &end, 10);
        return errno ? NULL : json_integer(whole);
    }
    if (strspn(digits, "0123456789.eE+-") != strlen(digits))
        return NULL;
    double const real = strtod(text, &end);
    return *end ? NULL : json_real(real);
}

static json_t *plain(const char *text)
{
    static const char *const nothing[] = { "", "~", "null", "Null", "NULL", NULL };
    static const char *const yes[] = { "true", "True", "TRUE", NULL };
    static const char *const no[] = { "false", "False", "FALSE", NULL };
    if (is_one_of(text, nothing))
        return json_null();
    if (is_one_of(text, yes))
        return json_true();
    if (is_one_of(text, no))
        return json_false();
    json_t *value = number(text);
    return value ? value : json_string(text);
}

static enum err scalar(struct reader *r, const yaml_event_t *event, json_t **out)
{
    const char *text = (const char *)event->data.scalar.value;
    if (strlen(text) != event->data.scalar.length)
        return refuse(r, event->start_mark.line, "Ada karakter nol dalam teks",
                      "A text holds a zero character");
    bool const is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE
                          && !event->data.scalar.tag;
    *out = is_plain ? plain(text) : json_string(text);
    return OK;
}

static enum err node(struct reader *r, yaml_event_t *event, json_t **out);

static enum err next_node(struct reader *r, yaml_event_type_t end, json_t **out)
{
    yaml_event_t event;
    TRY(next(r, &event));
    enum err const e = event.type == end ? OK : node(r, &event, out);
    yaml_event_delete(&event);
    return e;
}

static enum err sequence(struct reader *r, json_t *out)
{
    for (;;) {
        json_t *item = NULL;
        TRY(next_node(r, YAML_SEQUENCE_END_EVENT, &item));
        if (!item)
            return OK;
        json_array_append_new(out, item);
    }
}

/* The key of the next entry; NULL at the end of the mapping. */
static enum err key(struct reader *r, const json_t *in, const char **out)
{
    yaml_event_t event;
    TRY(next(r, &event));
    size_t const line = event.start_mark.line;
    bool const is_end = event.type == YAML_MAPPING_END_EVENT;
    bool const is_text = event.type == YAML_SCALAR_EVENT;
    const char *name = is_text ? arena_copy(r->a, (const char *)event.data.scalar.value) : NULL;
    yaml_event_delete(&event);
    *out = name;
    if (is_end)
        return OK;
    if (!is_text)
        return refuse(r, line, "Kunci harus berupa teks", "A key must be text");
    if (json_object_get(in, name))
        return refuse(r, line, "Kunci ganda", "A key stands twice");
    return OK;
}

/* What is not there yet is added. */
static enum err merge_one(struct reader *r, json_t *out, json_t *one, size_t line)
{
    if (!json_is_object(one))
        return refuse(r, line, "Yang digabung dengan << harus berupa objek",
                      "What << merges must be an object");
    r->nodes += (int)json_object_size(one);
    if (r->nodes > DOCUMENT_NODES_MAX)
        return refuse(r, line, "Terlalu banyak nilai", "Too many values");
    r->reading->is_shared = true;
    json_object_update_missing(out, one);
    return OK;
}

/* Objects, and lists of objects; of several the first one counts. */
static enum err merge(struct reader *r, json_t *out, const json_t *merged, size_t line)
{
    size_t i, k;
    json_t *value, *one;
    json_array_foreach(merged, i, value) {
        if (!json_is_array(value))
            TRY(merge_one(r, out, value, line));
        json_array_foreach(value, k, one)
            TRY(merge_one(r, out, one, line));
    }
    return OK;
}

/* The keys that stand in a mapping go before those that it merges. */
static enum err mapping(struct reader *r, json_t *out)
{
    json_auto_t *merged = json_array();
    for (;;) {
        const char *name = NULL;
        json_t *value = NULL;
        TRY(key(r, out, &name));
        if (!name)
            return merge(r, out, merged, r->parser.mark.line);
        TRY(next_node(r, YAML_NO_EVENT, &value));
        if (strcmp(name, "<<") == 0)
            json_array_append_new(merged, value);
        else
            json_object_set_new(out, name, value);
    }
}

static enum err alias(struct reader *r, const yaml_event_t *event, json_t **out)
{
    json_t *value = json_object_get(r->anchors, (const char *)event->data.alias.anchor);
    if (!value)
        return refuse(r, event->start_mark.line, "Alias tidak dikenal", "An unknown alias");
    r->reading->is_shared = true;
    *out = json_incref(value);
    return OK;
}

static enum err collection(struct reader *r, const yaml_event_t *event, json_t **out)
{
    bool const is_list = event->type == YAML_SEQUENCE_START_EVENT;
    json_auto_t *made = is_list ? json_array() : json_object();
    if (++r->depth > DOCUMENT_DEPTH_MAX)
        return refuse(r, event->start_mark.line, "Terlalu dalam", "Nested too deeply");
    TRY(is_list ? sequence(r, made) : mapping(r, made));
    r->depth--;
    *out = json_incref(made);
    return OK;
}

static const char *anchor_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return (const char *)event->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT:
        return (const char *)event->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT:
        return (const char *)event->data.mapping_start.anchor;
    default:
        return NULL;
    }
}

static enum err value_of(struct reader *r, const yaml_event_t *event, json_t **out)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return scalar(r, event, out);
    case YAML_ALIAS_EVENT:
        return alias(r, event, out);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return collection(r, event, out);
    default:
        return refuse(r, event->start_mark.line, "Isi dokumen tidak lengkap",
                      "The document is not complete");
    }
}

/* An anchor is known once its value is complete, so none can hold itself. */
static enum err node(struct reader *r, yaml_event_t *event, json_t **out)
{
    if (++r->nodes > DOCUMENT_NODES_MAX)
        return refuse(r, event->start_mark.line, "Terlalu banyak nilai", "Too many values");
    TRY(value_of(r, event, out));
    const char *anchor = anchor_of(event);
    if (!anchor)
        return OK;
    if (json_object_size(r->anchors) >= ANCHORS_MAX)
        return refuse(r, event->start_mark.line, "Terlalu banyak anchor", "Too many anchors");
    json_object_set(r->anchors, anchor, *out);
    return OK;
}

static enum err expect(struct reader *r, yaml_event_type_t type)
{
    yaml_event_t event;
    TRY(next(r, &event));
    bool const fits = event.type == type;
    size_t const line = event.start_mark.line;
    yaml_event_delete(&event);
    return fits ? OK : refuse(r, line, "Harus tepat satu dokumen",
                              "Exactly one document is wanted");
}

static enum err whole(struct reader *r, json_t **out)
{
    json_auto_t *value = NULL;
    TRY(expect(r, YAML_STREAM_START_EVENT));
    TRY(expect(r, YAML_DOCUMENT_START_EVENT));
    TRY(next_node(r, YAML_NO_EVENT, &value));
    TRY(expect(r, YAML_DOCUMENT_END_EVENT));
    TRY(expect(r, YAML_STREAM_END_EVENT));
    *out = json_incref(value);
    return OK;
}

enum err yaml_read(struct reading *reading, const char *text, size_t size)
{
    struct reader r = { .a = reading->a, .reading = reading, .anchors = json_object() };
    if (!yaml_parser_initialize(&r.parser))
        abort();
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, size);
    enum err const e = whole(&r, &reading->root);
    yaml_parser_delete(&r.parser);
    json_decref(r.anchors);
    return e;
}
