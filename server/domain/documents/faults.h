/* Faults: what makes a text no YAML or no JSON, in both languages; its parsers know one. */
#pragma once

#include "base/arena.h"

#include <jansson.h>

struct fault {
    const char *id, *en;
};

/* As libyaml tells a problem; NULL where it does not. */
struct fault yaml_fault(const char *problem);

/* As Jansson does, with the text near by. */
struct fault json_fault(struct arena *a, const json_error_t *error);
