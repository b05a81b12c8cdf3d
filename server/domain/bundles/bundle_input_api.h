/* What publishers send of a bundle, for bundles_admin_api.c. */
#pragma once

#include "domain/bundles/changes.h"
#include "web/req.h"

/* Reads the body over what stands now; now is NULL for a new bundle. Faults are noted, for
 * in_check(); DOCUMENT_UNUSABLE and its reason are told at once. */
enum err bundle_edit_in(struct req *r, const struct bundle *now, const struct upstreams *upstreams,
                        struct bundle_edit *out);

/* A document's version, as a bundle can have one. */
const char *document_version(struct req *r, const struct document *d);

/* A new bundle made from a document alone: its title, and a slug of it that nobody has. */
enum err bundle_of_document(struct req *r, const struct document *d, struct bundle_edit *out);
