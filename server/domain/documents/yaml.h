/* YAML as JSON: the core schema of YAML 1.2, one document, no tags of one's own; and the merge key
 * of YAML 1.1, for it is in use. Only this folder includes it.
 *
 * Depth and the number of values are bounded. */
#pragma once

#include "domain/documents/reading.h"

/* Fills root; is_shared where an alias makes a value stand in several places. */
enum err yaml_read(struct reading *r, const char *text, size_t size);
