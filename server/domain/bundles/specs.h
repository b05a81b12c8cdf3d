/* Specs of versions, from their rows. */
#pragma once

#include "domain/validation/source.h"

struct db;

/* Of this version; loaded once it is needed. The db outlives it. */
struct spec_source *version_spec(struct db *db, const char *version_id);
