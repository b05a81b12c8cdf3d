/* Reading: what the readers of a document's parts share. Only this folder includes it. */
#pragma once

#include "domain/documents/document.h"

#include <jansson.h>

/* Where the reader is, as a chain on the stack: told as a pointer only when there is a fault.
 * The first link's name is a whole pointer. */
struct place {
    const struct place *up;
    const char *name;               /* NULL: an array's item */
    size_t index;
};
#define AT(above, member) (&(struct place){ .up = (above), .name = (member) })
#define ITEM(above, at) (&(struct place){ .up = (above), .index = (at) })

/* A document's words may be few and their meaning long; what reading one may cost is bounded, in
 * values looked at and in bytes written. */
enum { WORK_MAX = 6 * 1000 * 1000, ENDPOINT_BYTES = 512 * 1024,
       WRITTEN_BYTES = 96 * 1024 * 1024 };

struct reading {
    struct arena *a;
    json_t *root;
    bool is_shared;                 /* a value may stand in the root more than once */
    struct document *out;
    struct finding *fault;
    bool is_swagger;                /* places are told in the words of Swagger 2.0 */
    json_t *names;                  /* reference to a schema: the name it has here, "" for none */
    json_t *schemas;                /* name: schema */
    json_t *queue;                  /* [name, pointer, …] of the schemas in the order of meeting */
    json_t *parts;                  /* kind and reference: the part, read; null while it is read */
    json_t *kept;                   /* parts that were made beside the document */
    size_t work, written;
};

const char *place_pointer(struct arena *a, const struct place *at);
const char *place_text(const struct reading *r, const struct place *at);

/* DOCUMENT_UNUSABLE. */
enum err reading_refuse(struct reading *r, const struct place *at, const char *id,
                        const char *en);
void reading_left(struct reading *r, const struct place *at, const char *id, const char *en);
void reading_changed(struct reading *r, const struct place *at, const char *id, const char *en);

/* One more value was looked at. */
enum err reading_work(struct reading *r, const struct place *at);

/* As text, of about max bytes at most; NULL, without a finding, for what is longer. */
const char *reading_write(struct reading *r, const json_t *part, size_t max);

/* Both sentences with the text in place of %s, which is cut where it is long. */
#define WITH_TEXT(r, id, en, text)                                                               \
    arena_printf((r)->a, id, shortened((r)->a, text)), arena_printf((r)->a, en,                   \
                                                                    shortened((r)->a, text))
const char *shortened(struct arena *a, const char *text);
