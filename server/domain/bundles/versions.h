/* Versions: what may be called of a bundle, side by side.
 *
 * Every bundle has one current version: the one its page shows and calls of its slug reach.
 * Others are previous, with a day of their end perhaps, or retired. The previous ones may be
 * called by their address and read by everybody; those that have ended, by publishers alone. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { VERSION_MAX = 40, VERSIONS_MAX = 50, VERSION_PIECE_BYTES = 256 * 1024,
       VERSION_PIECES_MAX = 400 };

struct version {
    const char *id, *bundle_id;
    const char *version;            /* as its document says, or its publisher */
    const char *address;            /* the same in letters, digits, dots, hyphens, underscores:
                                     * calls of slug@address reach it */
    const char *status;             /* current, previous or retired */
    int64_t deprecated_at, sunset_at;   /* 0: not */
    int64_t created_at, updated_at;
    int64_t revision;               /* grows with each change of its document */
    const char *head;               /* JSON: openapi, info; {} without a document */
    const char *tags;               /* JSON: [{name, description}] */
    const char *origin;             /* JSON: format, servers, security_schemes */
};
struct versions {
    struct version *items;
    int count;
};

/* The current one first, then the newest. */
enum err versions_of(struct db *db, struct arena *a, const char *bundle_id, struct versions *out);

/* By id, address or version; NULL: the current one. NOT_FOUND. */
enum err version_find(struct db *db, struct arena *a, const char *bundle_id, const char *name,
                      struct version *out);

bool version_has_document(const struct version *v);

/* What follows the head, piece by piece from 0 on; NOT_FOUND behind the last. */
enum err version_piece(struct db *db, struct arena *a, const char *version_id, int position,
                       const char **out);

/* All that follows the head; "" where nothing does. */
enum err version_body(struct db *db, struct arena *a, const char *version_id, const char **out);

/* The whole document as JSON text; NULL without one. */
enum err version_document(struct db *db, struct arena *a, const struct version *v,
                          const char **out);

/* Takes apart again what an older program took apart, at start. */
enum err versions_refresh(struct db *db, int64_t now);
