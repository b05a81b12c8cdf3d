/* Contact: another phone number or e-mail address in place of the registered one.
 *
 * Either is what people sign in and reset passwords with. So a new one is confirmed first, by an
 * OTP that goes to it; until then nothing changes. Then the old number and the old address are both
 * told, with what to do if it was somebody else, and links under way to the old one are void.
 * Before beginning the caller sees to step-up.
 *
 * At most one change waits for an account, for CONTACT_TTL_S; beginning another replaces it. Nobody
 * holds a name by waiting: what somebody else took meanwhile is refused at the end. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/otp/otp.h"

#include <stdint.h>

struct db;

enum { CONTACT_TTL_S = 30 * 60 };

struct contact_change {
    const char *kind;               /* "phone_number" or "email" */
    const char *value;              /* normalised */
    int64_t expires_at;
    struct otp_sent code;
};

/* Whose it is, and who asks. */
struct contact_owner {
    const char *account_id, *ip;
};

/* In a transaction of its own, or in the caller's. Takes kind and value, fills in the rest: the
 * code is on its way. CONFLICT where it is registered already on this account; PHONE_TAKEN,
 * EMAIL_TAKEN; TOO_MANY, with how long to wait in change->code.resend_s. */
enum err contact_begin(struct db *db, struct arena *a, const struct contact_owner *who,
                       int64_t now, struct contact_change *change);

/* What waits; NOT_FOUND where nothing does. */
enum err contact_find(struct db *db, struct arena *a, const char *account_id, int64_t now,
                      struct contact_change *out);

/* Another code. NOT_FOUND; TOO_MANY, with out->code.resend_s. */
enum err contact_resend(struct db *db, struct arena *a, const char *account_id, int64_t now,
                        struct contact_change *out);

/* NOT_FOUND, OTP_INVALID, OTP_EXPIRED; PHONE_TAKEN or EMAIL_TAKEN where somebody else was faster,
 * which ends the change; CONFLICT where another was begun meanwhile. */
enum err contact_confirm(struct db *db, struct arena *a, const struct contact_owner *who,
                         const char *code, int64_t now, struct contact_change *out);

/* Gives up what waits. NOT_FOUND. */
enum err contact_cancel(struct db *db, const char *account_id);

/* Tells the old number and the old address that kind is now value. In the caller's transaction,
 * where account is still as it was. */
struct account;
enum err contact_announce(struct db *tx, struct arena *a, const struct account *account,
                          const char *kind, const char *value, int64_t now);

/* Job. */
enum err contact_changes_sweep(struct db *db, int64_t now);
