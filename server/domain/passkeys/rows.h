/* Rows of passkeys: what the files of this folder share. */
#pragma once

#include "domain/passkeys/passkeys.h"
#include "store/db.h"

/* The order passkey_read() reads them in. */
#define PASSKEY_COLUMNS "id, account_id, credential_id, label, transports, is_backed_up, " \
                        "created_at, last_used_at"
struct passkey passkey_read(struct query *q, struct arena *a);

/* Its audit row, and its notice: kind is "passkey.added" … */
enum err passkey_note(struct db *tx, const struct passkey_owner *by, const char *action,
                      const char *id, int64_t now);
enum err passkey_tell(struct db *tx, struct arena *a, const struct passkey *p, const char *kind,
                      int64_t now);
