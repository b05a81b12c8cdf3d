/* What publishers send of a bundle, for bundles_admin_api.c. */
#pragma once

#include "domain/bundles/changes.h"
#include "web/req.h"

/* Reads the body over what stands now; now is NULL for a new bundle. Faults are noted, for
 * in_check(); DOCUMENT_UNUSABLE and its reason are told at once. */
enum err bundle_edit_in(struct req *r, const struct bundle *now, const struct upstreams *upstreams,
                        struct bundle_edit *out);

/* What the body says of upstreams, one change an environment; now is NULL where there are none. */
void upstreams_in(struct req *r, const struct upstreams *now, struct upstream_change *out);

/* Whoever names an upstream decides where the members' calls go: STEP_UP_REQUIRED where one would
 * change and the session has not proved itself lately. */
enum err upstreams_guard(struct req *r, const struct upstream_change *changes,
                         const struct upstreams *now);

/* A document's version, as a bundle can have one. */
const char *document_version(struct req *r, const struct document *d);

/* A new bundle made from a document alone: its title, and a slug of it that nobody has. */
enum err bundle_of_document(struct req *r, const struct document *d, struct bundle_edit *out);
