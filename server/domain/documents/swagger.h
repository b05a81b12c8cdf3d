/* Swagger 2.0 as OpenAPI 3.0.3, in place. Only this folder includes it. */
#pragma once

#include "domain/documents/reading.h"

/* The root becomes one of OpenAPI 3.0.3. What no longer exists there is told. */
enum err swagger_convert(struct reading *r);
