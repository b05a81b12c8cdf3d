/* Schemas: reading them in place, with each reference made one to a schema by its plain name.
 * Only this folder includes it. */
#pragma once

#include "domain/documents/reading.h"

/* Reads a schema and all within it. What it refers to waits in a queue. */
enum err schema_read(struct reading *r, const struct place *at, json_t *schema);

/* Reads the parent's member that shall be a schema, if it is there. */
enum err schema_member_read(struct reading *r, const struct place *above, json_t *parent,
                            const char *name);

/* Reads those that wait, and what they refer to, and so on, and writes them all. */
enum err schemas_finish(struct reading *r);
