/* Operations: the endpoints of an OpenAPI document. Only this folder includes it. */
#pragma once

#include "domain/bundles/document.h"

#include <jansson.h>

/* Fills endpoints and warnings. DOCUMENT_UNUSABLE, with the reason in *fault. */
enum err operations_read(struct arena *a, const json_t *root, struct document *out,
                         struct finding *fault);
