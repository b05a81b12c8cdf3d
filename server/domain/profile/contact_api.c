#include "domain/profile/contact_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/profile/contact.h"
#include "domain/profile/profile_in_api.h"
#include "domain/throttle/throttle_api.h"

static struct contact_owner owner(const struct req *r)
{
    return (struct contact_owner){ .account_id = r->who.account_id, .ip = r->ip };
}

static json_t *pending_json(const struct contact_change *c, int64_t now)
{
    return json_pack("{s{ss ss sI sI sI}}", "pending", "kind", c->kind, "value", c->value,
                     "expires_in", (json_int_t)(c->expires_at - now),
                     "code_expires_in", (json_int_t)c->code.expires_s,
                     "resend_in", (json_int_t)c->code.resend_s);
}

/* Nothing waits, or no longer. */
static enum err refuse_absent(struct req *r, enum err e)
{
    if (e != NOT_FOUND)
        return e;
    return req_say(r, e, "Tidak ada perubahan kontak yang menunggu kode. Mulai lagi dari profil.",
                   "No change of contact waits for a code. Start again from the profile.");
}

enum err contact_get(struct req *r)
{
    struct contact_change pending;
    enum err const e = contact_find(r->db, &r->arena, r->who.account_id, r->now, &pending);
    if (e == NOT_FOUND)
        return reply_ok(r, json_pack("{sn}", "pending"));
    TRY(e);
    return reply_ok(r, pending_json(&pending, r->now));
}

/* One of the two, never both. */
static struct contact_change in_contact(struct req *r)
{
    bool const by_email = in_has(r, "email");
    if (by_email && in_has(r, "phone_number"))
        in_fault(r, "email", "not_a_choice");
    return (struct contact_change){
        .kind = by_email ? "email" : "phone_number",
        .value = by_email ? in_email(r, "email") : in_phone(r, "phone_number"),
    };
}

static enum err refuse(struct req *r, enum err e, const struct contact_change *change)
{
    switch (e) {
    case CONFLICT:
        in_fault(r, change->kind, "unchanged");
        return INVALID_FIELDS;
    case PHONE_TAKEN:
    case EMAIL_TAKEN:
        in_fault(r, change->kind, "taken");
        return e;
    case TOO_MANY:
        return reply_patience(r, change->code.resend_s);
    default:
        return e;
    }
}

enum err contact_post(struct req *r)
{
    struct contact_change change = in_contact(r);
    TRY(in_check(r));

    struct contact_owner const who = owner(r);
    TRY(request_throttle_take(r, "contact", who.account_id));
    TRY(refuse(r, contact_begin(r->db, &r->arena, &who, r->now, &change), &change));
    return reply_ok_said(r, pending_json(&change, r->now), "Kode OTP sudah dikirim",
                         "An OTP code is on its way");
}

enum err contact_confirm_post(struct req *r)
{
    const char *code = in_text(r, "code", 1, OTP_DIGITS * 2);
    TRY(in_check(r));

    struct contact_change done = { 0 };
    struct contact_owner const who = owner(r);
    TRY(refuse_absent(r, contact_confirm(r->db, &r->arena, &who, code, r->now, &done)));
    if (text_is(done.kind, "email"))
        return reply_said(r, "Alamat e-mail berhasil diubah", "E-mail address changed");
    return reply_said(r, "Nomor WhatsApp berhasil diubah", "WhatsApp number changed");
}

enum err contact_resend_post(struct req *r)
{
    struct contact_change pending = { 0 };
    enum err const e = contact_resend(r->db, &r->arena, r->who.account_id, r->now, &pending);
    if (e == TOO_MANY)
        return reply_patience(r, pending.code.resend_s);
    TRY(refuse_absent(r, e));
    return reply_ok_said(r, pending_json(&pending, r->now), "Kode OTP baru sudah dikirim",
                         "A new OTP code is on its way");
}

enum err contact_delete(struct req *r)
{
    TRY(refuse_absent(r, contact_cancel(r->db, r->who.account_id)));
    return reply_said(r, "Perubahan dibatalkan", "The change was given up");
}
