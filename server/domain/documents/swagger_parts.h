/* The parts of Swagger 2.0 in the words of OpenAPI 3.0. Only this folder includes it. */
#pragma once

#include "domain/documents/reading.h"

/* The media types that hold where an operation names none of its own. */
struct media {
    const json_t *consumes, *produces;      /* arrays of text, or NULL */
};

/* In place, and all within it, as long as the reading's work is not too much. */
void swagger_schema(struct reading *r, const struct place *at, json_t *schema);

/* A parameter of query, path or header, or a header of an answer, in place. */
void swagger_parameter(struct reading *r, const struct place *at, json_t *parameter);

/* In place. */
void swagger_response(struct reading *r, const struct place *at, json_t *response,
                      const struct media *media);

/* A request body of a parameter in the body, or of those in a form. */
json_t *swagger_body(const json_t *parameter, const struct media *media);
json_t *swagger_form(struct reading *r, const struct place *at, const json_t *parameters,
                     const struct media *media);
