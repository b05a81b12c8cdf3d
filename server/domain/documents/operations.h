/* Operations: the endpoints of a document. Only this folder includes it. */
#pragma once

#include "domain/documents/reading.h"

/* Fills the endpoints. */
enum err operations_read(struct reading *r);
