#include "domain/totp/totp_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/captcha/captchas.h"
#include "domain/json/json.h"
#include "domain/throttle/throttle_api.h"
#include "domain/totp/resets.h"

enum { TOKEN_MAX_CHARS = 128, REASON_MAX_CHARS = 500 };

/* Whether these belong to anybody stays untold. */
enum err totp_reset_request_post(struct req *r)
{
    struct totp_reset_request const request = {
        .username = in_text(r, "username", 1, EMAIL_MAX),
        .email = in_text(r, "email", 3, EMAIL_MAX),
        .user_type = in_choice(r, "user_type", USER_TYPES),
        .ip = r->ip,
    };
    int64_t retry_s = 0;
    const char *captcha = in_has(r, "captcha") ? in_secret(r, "captcha") : NULL;
    TRY(in_check(r));

    const char *name = login_normalise(&r->arena, request.username);
    TRY(request_throttle_take(r, "totp_reset", name));
    TRY(captcha_use(r->db, &r->arena, captcha, r->now));
    enum err const e = totp_reset_request(r->db, &r->arena, &request, r->now, &retry_s);
    TRY(e == TOO_MANY ? reply_patience(r, retry_s) : e);
    return reply_said(r, "Jika data ini cocok dengan akun yang memakai TOTP, tautan reset dikirim "
                         "ke alamat e-mail tersebut",
                      "If this matches an account that uses TOTP, a reset link is sent to that "
                      "e-mail address");
}

enum err totp_reset_post(struct req *r)
{
    const char *token = in_text(r, "token", 1, TOKEN_MAX_CHARS);
    TRY(in_check(r));

    TRY(request_throttle_check(r, "token", NULL));
    enum err const e = totp_reset_by_link(r->db, &r->arena, token, r->ip, r->now);
    if (e == TOKEN_INVALID)
        TRY(request_throttle_take(r, "token", NULL));
    TRY(e);
    return reply_said(r, "TOTP berhasil direset", "TOTP was reset");
}

enum err totp_reset_cancel_post(struct req *r)
{
    TRY(totp_reset_cancel(r->db, r->who.account_id, r->ip, r->now));
    return reply_said(r, "Reset TOTP dibatalkan", "The TOTP reset was cancelled");
}

enum err user_totp_reset_post(struct req *r)
{
    struct totp_reset_plan const plan = {
        .account_id = in_path(r, "id"), .reason = in_lines(r, "reason", 3, REASON_MAX_CHARS),
        .by = r->who.account_id, .ip = r->ip,
    };
    TRY(in_check(r));

    int64_t due_at = 0;
    TRY(totp_reset_plan(r->db, &r->arena, &plan, r->now, &due_at));
    json_t *data = json_pack("{so}", "due_at", time_json(&r->arena, due_at));
    if (due_at <= r->now)
        return reply_ok_said(r, data, "TOTP berhasil direset", "TOTP was reset");
    return reply_ok_said(r, data, "Reset TOTP dijadwalkan; pemilik akun sudah diberi tahu",
                         "The TOTP reset is planned; the account's owner has been told");
}
