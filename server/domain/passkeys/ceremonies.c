/* Challenges under way: given out, and taken back once. */
#include "domain/passkeys/passkeys.h"

#include "base/random.h"
#include "store/db.h"

#include <string.h>

enum { CHALLENGE_BYTES = 32 };

static const char *digest_of(struct arena *a, const char *challenge)
{
    return digest_hex(a, challenge, strlen(challenge));
}

enum err ceremony_begin(struct db *db, struct arena *a, const char *purpose,
                        const char *account_id, int64_t now, const char **challenge)
{
    const char *fresh = random_token(a, CHALLENGE_BYTES);
    TRY(db_run(db, "INSERT INTO passkey_ceremonies (challenge_digest, purpose, account_id,"
                   " expires_at) VALUES ($1, $2, $3, $4)",
               TEXT(digest_of(a, fresh)), TEXT(purpose), TEXT(account_id),
               INT(now + CEREMONY_TTL_S)));
    *challenge = fresh;
    return OK;
}

enum err ceremony_use(struct db *db, struct arena *a, const char *purpose, const char *account_id,
                      const char *challenge, int64_t now)
{
    int64_t taken = 0;
    TRY(db_run_counting(db, &taken,
                        "DELETE FROM passkey_ceremonies WHERE challenge_digest = $1"
                        " AND purpose = $2 AND coalesce(account_id, '') = $3 AND expires_at > $4",
                        TEXT(digest_of(a, challenge)), TEXT(purpose),
                        TEXT(account_id ? account_id : ""), INT(now)));
    return taken ? OK : err_because(TOKEN_INVALID, "no such challenge");
}

enum err ceremonies_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM passkey_ceremonies WHERE expires_at <= $1", INT(now));
}
