/* Rows: what the files of this folder share. Only they include it. */
#pragma once

#include "crypto/totp.h"
#include "domain/totp/totp.h"

struct totp_row {
    unsigned char key[TOTP_SECRET_BYTES];   /* wiped by its holder */
    int64_t last_step, activated_at;
};

/* NOT_FOUND: none active. */
enum err totp_row_find(struct db *db, const char *account_id, struct totp_row *out);
void totp_row_wipe(struct totp_row *row);
#define AUTO_TOTP_ROW __attribute__((cleanup(totp_row_wipe)))

/* Seals and opens a secret in its column. */
char *totp_seal(struct arena *a, const char *table, const char *id, const char *secret);
enum err totp_open(const char *table, const char *id, const char *sealed,
                   unsigned char key[TOTP_SECRET_BYTES]);

/* An audit entry of the account about itself, and a notification that leads to its page. */
enum err totp_note(struct db *tx, const char *account_id, const char *action, const char *ip,
                   int64_t now);
enum err totp_tell(struct db *tx, const char *account_id, const char *kind, const char *params,
                   int64_t now);

/* ---- recovery.c */

enum err recovery_left(struct db *db, const char *account_id, int *out);

/* In a transaction: replaces all codes. */
enum err recovery_write(struct db *tx, struct arena *a, const char *account_id,
                        struct recovery_codes *out);

/* In a transaction: uses the code up. TOTP_INVALID where it is none, or used. */
enum err recovery_use(struct db *tx, const char *account_id, const char *code, int64_t now);

/* ---- remove.c */

/* In a transaction: removes the factor, ends the sessions, notes and tells it. */
struct totp_resetting {
    const char *account_id;
    const char *by, *ip;            /* by NULL: at the command line */
};
enum err totp_reset(struct db *tx, const struct totp_resetting *reset, int64_t now);
