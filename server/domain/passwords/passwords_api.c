#include "domain/passwords/passwords_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/captcha/captchas.h"
#include "domain/passwords/resets.h"
#include "domain/throttle/throttle_api.h"

enum { TOKEN_MAX_BYTES = 128 };

/* Whether the number is known stays untold, also where it could belong to nobody. */
enum err password_forgot_post(struct req *r)
{
    const char *text = in_text(r, "phone_number", 1, 40), *number = NULL;
    if (*text && !phone_normalise(&r->arena, text, &number))
        in_fault(r, "phone_number", "bad_phone");
    const char *captcha = in_has(r, "captcha") ? in_secret(r, "captcha") : NULL;
    TRY(in_check(r));

    TRY(request_throttle_take(r, "password_forgot", number));
    if (captcha)
        TRY(captcha_use(r->db, &r->arena, captcha, r->now));
    struct forgotten const forgotten = { number, r->ip };
    int64_t retry_s = 0;
    enum err const e = password_forgot(r->db, &r->arena, &forgotten, r->now, &retry_s);
    TRY(e == TOO_MANY ? reply_patience(r, retry_s) : e);
    return reply_said(r, "Jika nomor ini terdaftar, tautan untuk mengatur ulang password dikirim "
                         "melalui WhatsApp",
                      "If this number is registered, a link to reset the password is sent by "
                      "WhatsApp");
}

static enum err refuse(struct req *r, enum err e, const struct password_refusal *why)
{
    if (e != INVALID_FIELDS)
        return e;
    in_fault(r, why->field, why->fault);
    if (!text_is(why->fault, "password_mismatch"))
        return e;
    return req_say(r, e, fault_words(why->fault, false), fault_words(why->fault, true));
}

enum err password_reset_post(struct req *r)
{
    struct password_reset const reset = {
        .token = in_text(r, "token", 1, TOKEN_MAX_BYTES), .password = in_secret(r, "password"),
        .confirmation = in_secret(r, "password_confirmation"), .ip = r->ip,
    };
    TRY(in_check(r));

    struct password_refusal why = { 0 };
    TRY(request_throttle_check(r, "token", NULL));
    enum err const e = password_reset(r->db, &r->arena, &reset, r->now, &why);
    if (e == TOKEN_INVALID)
        TRY(request_throttle_take(r, "token", NULL));
    TRY(refuse(r, e, &why));
    return reply_said(r, "Password berhasil diubah", "Password changed");
}

/* What is refused before the password was compared proves nothing. */
static bool password_was_right(enum err e, const struct password_refusal *why)
{
    return e == OK || text_is(why->field, "new_password");
}

enum err password_change_post(struct req *r)
{
    struct password_change const change = {
        .account_id = r->who.account_id, .session_id = r->who.session_id, .ip = r->ip,
        .current = in_secret(r, "current_password"), .password = in_secret(r, "new_password"),
        .confirmation = in_secret(r, "new_password_confirmation"),
    };
    TRY(in_check(r));

    struct password_refusal why = { 0 };
    TRY(request_throttle_take(r, "password_change", r->who.account_id));
    enum err const e = password_change(r->db, &r->arena, &change, r->now, &why);
    if (password_was_right(e, &why))
        TRY(request_throttle_clear(r, "password_change", r->who.account_id));
    TRY(refuse(r, e, &why));
    return reply_said(r, "Password berhasil diubah", "Password changed");
}
