#include "domain/testing/passes.h"

#include "crypto/digest.h"

#include <stdio.h>
#include <string.h>

enum { PASS_LIVES_S = 120 };

void pass_begin(const char *account_id, const char *from, int64_t per_day, int64_t now,
                struct pass *out)
{
    char id[ACCESS_ID_MAX + 1];
    const char *mark = strchr(account_id, '_');
    snprintf(id, sizeof id, ACCESS_PASS "%s", mark ? mark + 1 : account_id);
    key_format_new(KEY_DEVELOPMENT, out->text);
    digest_sha256(out->text, strlen(out->text), out->digest);
    struct access_key key = {
        .id = id, .account = account_id, .environment = KEY_DEVELOPMENT, .is_active = true,
        .is_pass = true, .expires_at = now + PASS_LIVES_S, .allowed_ips = from,
        .limits.quota_per_day = (uint64_t)per_day,
    };
    memcpy(key.digest, out->digest, sizeof key.digest);
    access_key_put(&key);
}

void pass_end(struct pass *pass)
{
    if (pass->text[0])
        access_key_remove(pass->digest);
    explicit_bzero(pass, sizeof *pass);
}
