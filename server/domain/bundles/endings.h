/* Endings: a version of a bundle, or all of it, can no longer be called, and its consumers hear of
 * it. A publisher ends it, or the day that was set for it passes. */
#pragma once

#include "domain/bundles/changes.h"
#include "domain/bundles/versions.h"

/* In the caller's transaction; bundle_expose() after the commit. VERSION_STATE; BUNDLE_STATE. */
enum err version_end(struct db *tx, const struct bundle *b, const struct version *v,
                     struct actor by);
enum err bundle_end(struct db *tx, const struct bundle *b, struct actor by);

/* A job: ends what of listed bundles is past its sunset. */
enum err endings_apply(struct db *db, int64_t now);
