/* Postman: a version's endpoints as a collection (format 2.1), to be called through the gateway.
 *
 * The gateway's address and the API key are variables; every request carries example values, and
 * parameters that need not be sent are switched off. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/bundles/versions.h"

#include <jansson.h>

struct db;

struct postman_about {
    const char *name, *description;
    const char *base_url;           /* the gateway's, of this version */
};

/* Yours to free. */
enum err postman_collection(struct db *db, const struct version *v,
                            const struct postman_about *about, json_t **out);
