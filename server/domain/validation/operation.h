/* Operation: one endpoint as it is checked and answered from, compiled. Only this folder and mock
 * include it. */
#pragma once

#include "domain/validation/shape.h"

enum place { IN_PATH, IN_QUERY, IN_HEADER, IN_COOKIE, PLACES };
enum style { STYLE_SIMPLE, STYLE_FORM, STYLE_LABEL, STYLE_MATRIX, STYLE_SPACES, STYLE_PIPES,
             STYLE_DEEP, STYLES };

struct parameter {
    const char *name;
    const char *field;                  /* "query:page" */
    enum place in;
    enum style style;
    bool is_exploded, is_required, may_be_empty;
    bool is_json;                       /* its text is JSON */
    const struct shape *shape;
};

struct sample {
    const char *name;                   /* NULL: the one example */
    const json_t *value;
};

struct media {
    const char *type;                   /* lower case, without parameters; a range perhaps */
    const struct shape *shape;
    const struct sample *samples;       /* the one example first */
    size_t sample_count;
};

struct contents {
    const struct media *items;
    size_t count;
};

struct response {
    const char *status;                 /* "200", "2XX", "default" */
    struct contents content;
    const struct parameter *headers;    /* in: not looked at */
    const struct sample *header_samples;    /* of each; value NULL: none */
    size_t header_count;
};

struct operation {
    const char *name;                   /* "GET /provinsi/{kode}" */
    const struct parameter *parameters;
    size_t parameter_count;
    bool has_body, body_is_required;
    struct contents body;
    const struct response *responses;
    size_t response_count;
};

/* The media type that a Content-Type names, the closest of them; NULL: none. */
const struct media *contents_find(const struct contents *among, const char *content_type);

bool type_is_json(const char *media_type);      /* application/json, or …+json */
