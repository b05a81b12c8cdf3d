/* YAML as JSON: the core schema of YAML 1.2, one document, no merge keys, no tags of one's own.
 *
 * Depth and the number of values are bounded, aliases counted each time they are used. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <jansson.h>
#include <stddef.h>

struct finding;

/* DOCUMENT_UNUSABLE, with line and reason in *fault. *out is yours to free. */
enum err yaml_read(struct arena *a, const char *text, size_t size, json_t **out,
                   struct finding *fault);
