#include "domain/profile/profile_in_api.h"

#include "domain/accounts/accounts.h"

enum { PHONE_TYPED_MAX = 40 };

const char *in_phone(struct req *r, const char *name)
{
    const char *text = in_text(r, name, 1, PHONE_TYPED_MAX);
    if (*text && !phone_normalise(&r->arena, text, &text))
        in_fault(r, name, "bad_phone");
    return text;
}

const char *in_email(struct req *r, const char *name)
{
    const char *text = email_normalise(&r->arena, in_text(r, name, 1, EMAIL_MAX));
    const char *fault = *text ? email_fault(text) : NULL;
    if (fault)
        in_fault(r, name, fault);
    return text;
}
