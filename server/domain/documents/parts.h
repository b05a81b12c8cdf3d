/* Parts: what an operation is made of, read in place and freed of references. Only this folder
 * includes it. */
#pragma once

#include "domain/documents/reading.h"

enum part { PART_PARAMETER, PART_BODY, PART_RESPONSE, PART_HEADER, PART_EXAMPLE, PART_LINK };

/* What stands there, or what the reference there points at; NULL, with a finding, where that is
 * left out. Borrowed from the reading. */
enum err part_read(struct reading *r, const struct place *at, enum part kind, json_t *given,
                   json_t **out);

/* Every member of an object of parts, in place; those left out are gone. */
enum err parts_read(struct reading *r, const struct place *at, enum part kind, json_t *map);
