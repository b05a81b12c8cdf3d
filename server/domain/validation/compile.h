/* Compiling schemas into shapes. Only this folder includes it. */
#pragma once

#include "base/arena.h"
#include "domain/documents/document.h"
#include "domain/validation/operation.h"

/* Beyond these, patterns match anything. */
enum { PATTERNS_MAX = 20000, PATTERNS_BYTES_MAX = 16 * 1024 * 1024 };

struct compiling {
    struct arena *a;
    json_t *kept;                       /* array: what shapes point into */
    json_t *places;                     /* name of a component: its place in components */
    struct shape *components;
    struct pattern **patterns;          /* to be freed with the shapes */
    size_t pattern_count, pattern_room, pattern_bytes;
};

/* The components, all of them. */
void compile_components(struct compiling *c, const struct schema *items, int count);

/* compile_operation.c */
void compile_operation(struct compiling *c, const struct endpoint *e, struct operation *out);

/* NULL for the schema of anything. The schema may go afterwards. */
const struct shape *compile_shape(struct compiling *c, json_t *schema);

/* Borrowed by shapes from now on. */
const json_t *compile_keep(struct compiling *c, json_t *value);

/* NULL for one that cannot be compiled. */
const struct pattern *compile_pattern(struct compiling *c, const char *text);

/* compile_rules.c: what a schema says of one type; NULL where it says nothing. */
const struct number_rule *compile_number(struct compiling *c, const json_t *schema);
const struct text_rule *compile_text(struct compiling *c, const json_t *schema);
const struct array_rule *compile_array(struct compiling *c, const json_t *schema);
const struct object_rule *compile_object(struct compiling *c, const json_t *schema);
