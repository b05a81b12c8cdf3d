/* Rows: what the files of this folder share about its tables. Only this folder includes it. */
#pragma once

#include "domain/requests/requests.h"

/* What sealed columns are bound to. */
const char *request_binding(struct arena *a, const char *id, const char *column);
const char *event_binding(struct arena *a, const char *id);

/* The newest of this account and bundle. NOT_FOUND. */
enum err request_find_last(struct db *db, struct arena *a, const char *account_id,
                           const char *bundle_id, struct request *out);
