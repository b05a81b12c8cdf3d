/* Profile: what signed-in people see of and change on their own account.
 *
 * A phone number that is registered already is what people sign in and reset passwords with, so
 * another in its place only begins a change that its owner confirms (contact.h). */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/accounts/accounts.h"
#include "domain/institutions/institutions.h"
#include "domain/totp/totp.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { PICTURE_MAX_BYTES = 5 * 1024 * 1024, PICTURE_MAX_PX = 512 };

struct profile {
    struct account account;
    struct institution institution;     /* id NULL: none */
    struct totp totp;
};
enum err profile_find(struct db *db, struct arena *a, const char *account_id,
                      struct profile *out);

/* "Kurnia Sari Dewi" becomes "Kurnia" and "Sari Dewi"; the second may be "". */
void name_split(struct arena *a, const char *name, const char **first, const char **last);
const char *name_join(struct arena *a, const char *first, const char *last);

struct profile_actor {
    const char *account_id, *session_id, *ip;
};
enum err profile_rename(struct db *db, struct arena *a, const struct profile_actor *who,
                        const char *name, int64_t now);

/* gender and date_of_birth as given, phone_number normalised; picture_file_id: a clean picture
 * that is attached here in place of the one before, or NULL to keep that. PHONE_TAKEN; TOO_MANY,
 * with *retry_s, where the number was sent too many codes. The caller sees to step-up and throttle
 * before another phone number. */
enum err profile_update(struct db *db, struct arena *a, const struct profile_actor *who,
                        const struct account *basics, int64_t now, int64_t *retry_s);

/* Redraws the upload as a small clean picture in a file of its own, and deletes the upload.
 * UNSUPPORTED_MEDIA unless it is a picture, TOO_LARGE for one with too many pixels. */
enum err profile_picture_clean(struct db *db, struct arena *a, const char *account_id,
                               const char *upload_id, int64_t now, const char **file_id);
