#include "domain/captcha/captchas.h"

#include "crypto/captcha.h"
#include "store/db.h"

enum err captcha_use(struct db *db, struct arena *a, const char *payload, int64_t now)
{
    struct captcha_proof proof = { 0 };
    int64_t changed = 0;
    TRY(captcha_check(a, payload, &proof));
    if (proof.expires_at <= now)
        return CAPTCHA_INVALID;
    TRY(db_run_counting(db, &changed, "INSERT INTO captchas (digest, expires_at) VALUES ($1, $2)"
                                      " ON CONFLICT DO NOTHING",
                        TEXT(proof.digest), INT(proof.expires_at)));
    return changed ? OK : err_because(CAPTCHA_INVALID, "this captcha was used before");
}

enum err captchas_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM captchas WHERE expires_at < $1", INT(now));
}
