/* Releases: versions of a bundle come, take over and end.
 *
 * Each is done in the caller's transaction, in which its consumers are told as well, with its line
 * in the audit log; bundle_expose() after the commit. A document that takes the current version's
 * place is a change of that version; one that comes as a version of its own leaves the other
 * callable at its address, with the upstreams it had. */
#pragma once

#include "domain/bundles/changes.h"
#include "domain/bundles/versions.h"

struct release {
    const char *bundle_id;
    const struct document *document;
    const char *version;            /* its name; in place of the document's own */
    const char *origin;             /* JSON, in place of the document's; NULL: the document's */
    bool adds;                      /* as a version of its own */
    int64_t sunset_at;              /* of the version before, where it adds; 0: not said */
    int64_t seen;                   /* the current version's revision, as whoever decided knew it;
                                     * 0: whatever it is */
};

/* VERSION_TAKEN, VERSIONS_FULL, VERSION_CHANGED. */
enum err bundle_release(struct db *tx, struct arena *a, const struct release *r, struct actor by);

/* A document that differs in one endpoint, in place of the one of the version as it was seen.
 * VERSION_CHANGED where it is another by now. */
struct rewrite {
    const struct version *seen;
    const struct document *document;
    const char *action, *endpoint;  /* for the audit log */
};
enum err version_rewrite(struct db *tx, struct arena *a, const struct rewrite *r, struct actor by);

/* A previous version, or a retired one, takes over again. VERSION_STATE for the current one. */
enum err version_make_current(struct db *tx, struct arena *a, const struct version *v,
                              struct actor by);

/* When a previous version ends, 0: open; and its end. VERSION_STATE for any other. */
enum err version_deprecate(struct db *tx, const struct version *v, int64_t sunset_at,
                           struct actor by);
enum err version_retire(struct db *tx, const struct version *v, struct actor by);

/* Where the calls of one go that is not current: one change an environment. VERSION_STATE for the
 * current one, whose upstreams are the bundle's. */
enum err version_reroute(struct db *tx, struct arena *a, const struct version *v,
                         const struct upstream_change *changes, struct actor by);

/* A retired one goes for good. VERSION_STATE for any other. */
enum err version_delete(struct db *tx, const struct version *v, struct actor by);
