#include "domain/signup/signup_api.h"

#include "base/text.h"
#include "crypto/password.h"
#include "domain/accounts/usapi_api.h"
#include "domain/captcha/captchas.h"
#include "domain/clients/clients_api.h"
#include "domain/institutions/institutions.h"
#include "domain/passwords/passwords.h"
#include "domain/signup/signup.h"
#include "domain/throttle/throttle_api.h"

#include <strings.h>

static const char phone_words[] =
    "The phone number format is invalid. Please use the format: 628XXXXXXXXX";

/* An internal client gives Basic credentials, a browser a solved captcha. */
static enum err know_caller(struct req *r)
{
    const char *header = in_header(r, "Authorization");
    if (header && strncasecmp(header, "Basic", 5) == 0)
        return clients_identify(r);
    const json_t *captcha = in_json(r, "captcha");
    if (!captcha)
        return err_because(UNAUTHENTICATED, "neither Basic credentials nor a captcha");
    return captcha_use(r->db, &r->arena, json_string_value(captcha), r->now);
}

static enum err require(struct req *r, bool by_link)
{
    TRY(in_required(r, "username", "password", "email", "first_name", "last_name", NULL));
    return by_link ? OK : in_required(r, "phone_number", NULL);
}

/* Who registers for others answers for the password; whoever chooses one here meets our rules. */
static const char *password_of(struct req *r, const struct account *a)
{
    if (r->who.client_id)
        return usapi_password(r);
    const char *password = in_secret(r, "password");
    const char *const own[] = { a->username, a->email, a->first_name,
                                *a->last_name ? a->last_name : a->first_name,
                                a->phone_number, NULL };
    const char *fault = json_is_string(in_json(r, "password")) ? password_fault(password, own)
                                                               : NULL;
    if (fault)
        in_fault(r, "password", fault);
    return password;
}

static void read_extras(struct req *r, struct sign_up *s)
{
    s->account.platform = in_choice_or(r, "platform", PLATFORMS, NULL);
    s->account.user_type = in_choice_or(r, "user_type", USER_TYPES, NULL);
    if (in_has(r, "institution_name")) {
        s->institution_name = in_text(r, "institution_name", 1, INSTITUTION_NAME_MAX);
        s->institution_type = in_text_or(r, "institution_type", "lainnya", INSTITUTION_TYPE_MAX);
    }
    s->replaces = in_has(r, "token") ? in_secret(r, "token") : NULL;
    s->ip = r->ip;
    s->is_trusted = r->who.client_id != NULL;
}

/* A browser that asks for one taken name after another waits longer and longer; the owner of an
 * address learns that somebody tried it. */
static enum err refuse_taken(struct req *r, enum err e, const char *email)
{
    bool const is_taken = e == PHONE_TAKEN || e == USERNAME_TAKEN || e == EMAIL_TAKEN;
    if (!is_taken)
        return e;
    if (!r->who.client_id)
        TRY(request_throttle_take(r, "sign_up", NULL));
    if (e == EMAIL_TAKEN)
        TRY(sign_up_warn(r->db, email, r->who.client_id ? NULL : r->ip, r->now));
    return usapi_taken(r, e);
}

static enum err reply_pending(struct req *r, const struct sign_up_pending *p)
{
    const char *words = p->by_link ? "Please check your email to complete registration"
                                   : "Please check your WhatsApp to complete registration";
    return reply_raw(r, 200, json_pack("{sb ss ss sI sI}", "status", 1, "message", words,
                                       "token", p->token, "exp", (json_int_t)p->expires_at,
                                       "exp_otp", (json_int_t)p->code_ttl_s));
}

/* Hashes only for names that are free; they are looked at again when the account is written. */
static enum err begin(struct req *r, struct sign_up *s, const char *password,
                      struct sign_up_pending *out)
{
    char *hash = NULL;
    int64_t retry_s = 0;
    TRY(sign_up_check(r->db, &r->arena, s, r->now));
    TRY(password_hash(&r->arena, password, &hash));
    s->account.password_hash = hash;
    enum err const e = sign_up_begin(r->db, &r->arena, s, r->now, out, &retry_s);
    return e == TOO_MANY ? reply_patience(r, retry_s) : e;
}

enum err signup_post(struct req *r)
{
    struct sign_up s = { 0 };
    struct sign_up_pending pending = { 0 };
    TRY(know_caller(r));
    if (!r->who.client_id)
        TRY(request_throttle_check(r, "sign_up", NULL));
    s.by_link = text_is(in_choice_or(r, "mode", "OTP|LINK", "OTP"), "LINK");
    TRY(require(r, s.by_link));
    TRY(usapi_account(r, phone_words, &s.account));
    read_extras(r, &s);
    const char *password = password_of(r, &s.account);
    TRY(usapi_check(r));

    TRY(refuse_taken(r, begin(r, &s, password, &pending), s.account.email));

    return reply_pending(r, &pending);
}

enum err signup_verify_post(struct req *r)
{
    TRY(in_required(r, "token", NULL));
    const char *token = in_secret(r, "token");
    const char *code = in_has(r, "code") ? in_text(r, "code", 1, 16) : NULL;
    TRY(in_check(r));

    TRY(sign_up_confirm(r->db, token, code, r->ip, r->now));

    return reply_said(r, "Pendaftaran berhasil. Silakan masuk.",
                      "Registration complete. Please sign in.");
}

enum err signup_resend_post(struct req *r)
{
    TRY(in_required(r, "token", NULL));
    const char *token = in_secret(r, "token");
    TRY(in_check(r));

    struct sign_up_pending pending = { 0 };
    int64_t retry_s = 0;
    enum err const e = sign_up_resend(r->db, &r->arena, token, r->now, &pending, &retry_s);
    TRY(e == TOO_MANY ? reply_patience(r, retry_s) : e);

    return reply_pending(r, &pending);
}
