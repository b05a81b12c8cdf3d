/* Changes: what publishers do with bundles.
 *
 * Each is one transaction with its line in the audit log, and the gateway knows of it before the
 * function returns. */
#pragma once

#include "domain/bundles/bundles.h"
#include "domain/bundles/upstreams.h"
#include "domain/documents/document.h"

/* Who changes something, from where, and when. */
struct actor {
    const char *account_id;         /* NULL: the program itself */
    const char *ip;
    int64_t now;
};

/* A bundle as it shall be. Of bundle count the slug, name, summary, description, provider,
 * version, limits and tags (text as it was typed), which are never NULL. */
struct bundle_edit {
    struct bundle bundle;
    struct upstream_change upstreams[KEY_ENVIRONMENTS];
    const struct document *document;    /* NULL: the one it has stays */
};

/* A new draft with one version; *id receives its id. SLUG_TAKEN. */
enum err bundle_create(struct db *db, struct arena *a, const struct bundle_edit *edit,
                       struct actor by, const char **id);

/* edit.bundle.id names it; a document takes the place of its current version's. SLUG_TAKEN;
 * VERSION_TAKEN; BUNDLE_STATE where a bundle that was published shall get
 * another slug, as that is its address at the gateway, or lose its last upstream. */
enum err bundle_update(struct db *db, struct arena *a, const struct bundle_edit *edit,
                       struct actor by);

/* A draft goes for good; BUNDLE_STATE for anything else. */
enum err bundle_delete(struct db *db, const char *id, struct actor by);

/* BUNDLE_STATE from a state that does not lead there; NOT_FOUND. Publishing (a draft, or what was
 * deprecated) demands an upstream: BUNDLE_NOT_READY. Deprecating again moves the sunset. */
enum err bundle_publish(struct db *db, const char *id, struct actor by);

/* In the transaction in which its consumers are told; bundle_expose() after the commit. */
enum err bundle_deprecate(struct db *tx, const char *id, int64_t sunset_at, struct actor by);
enum err bundle_retire(struct db *tx, const char *id, struct actor by);
