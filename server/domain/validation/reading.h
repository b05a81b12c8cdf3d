/* Values that are written as text, by the styles of OpenAPI. Only this folder includes it. */
#pragma once

#include "domain/validation/check.h"
#include "domain/validation/operation.h"
#include "domain/validation/pairs.h"
#include "domain/validation/spec.h"

/* What a request holds in pairs; made once. */
struct sent {
    const struct sent_request *request;
    struct pairs query, cookies;
    const char *operation;              /* its path has the names */
};

/* The parameter's value as JSON, of the type that its shape asks for as far as the text can be
 * one; NULL: it was not sent. Yours to free. */
json_t *parameter_read(struct checking *c, const struct sent *sent, const struct parameter *p);

/* A form's fields as the object that the shape describes. Yours to free. */
json_t *form_read(struct checking *c, const struct pairs *pairs, const struct shape *shape);

/* reading_text.c: one value. */
json_t *scalar_read(struct checking *c, const struct shape *shape, const char *text);

/* The list or object that texts with a character between them make: "1,2", "a,1,b,2" or, where it
 * is exploded, "a=1,b=2". Each is decoded. */
struct listed {
    const char *text;
    size_t size;
    char between;
    enum coding coding;
    bool is_exploded;
};
json_t *list_read(struct checking *c, const struct shape *shape, const struct listed *l);
json_t *object_read(struct checking *c, const struct shape *shape, const struct listed *l);

/* Whether the value is written as a list, or an object. */
bool shape_is_list(const struct shape *shape);
bool shape_is_object(const struct shape *shape);

/* The shape of a list's item, or of a property, through references; NULL: any. */
const struct shape *item_shape(const struct shape *shape);
const struct shape *member_shape(const struct shape *shape, const char *name);

/* path.c: what stands in the place of {name}; NULL: nothing. */
const char *path_value(struct arena *a, const char *template, const char *path, const char *name);
