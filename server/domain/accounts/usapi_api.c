#include "domain/accounts/usapi_api.h"

#include "base/text.h"

enum { CLIENT_PASSWORD_MIN = 6, CLIENT_PASSWORD_MAX = 128 };

static void note_fault(struct req *r, const char *field, const char *fault)
{
    if (fault)
        in_fault(r, field, fault);
}

static bool is_string(const struct req *r, const char *name)
{
    return json_is_string(in_json(r, name));
}

/* NULL where there is none. */
static enum err phone_of(struct req *r, const char *words, const char **out)
{
    if (!in_has(r, "phone_number"))
        return OK;
    const json_t *value = in_json(r, "phone_number");
    if (json_is_string(value) && phone_normalise(&r->arena, json_string_value(value), out))
        return OK;
    in_fault(r, "phone_number", json_is_string(value) ? "bad_phone" : "wrong_type");
    return req_say(r, PROPERTY_INVALID, words, words);
}

enum err usapi_account(struct req *r, const char *phone_words, struct account *out)
{
    TRY(phone_of(r, phone_words, &out->phone_number));
    out->username = in_secret(r, "username");
    if (is_string(r, "username"))
        note_fault(r, "username", username_fault(out->username));
    out->email = email_normalise(&r->arena, in_secret(r, "email"));
    if (is_string(r, "email"))
        note_fault(r, "email", email_fault(out->email));
    out->first_name = in_text(r, "first_name", 1, NAME_MAX_CHARS);
    out->last_name = in_text(r, "last_name", 0, NAME_MAX_CHARS);
    out->language = r->english ? "en" : "id";
    return OK;
}

const char *usapi_password(struct req *r)
{
    const char *password = in_secret(r, "password");
    size_t const length = text_length(password);
    if (is_string(r, "password") && length < CLIENT_PASSWORD_MIN)
        in_fault(r, "password", length ? "too_short" : "required");
    else if (length > CLIENT_PASSWORD_MAX)
        in_fault(r, "password", "too_long");
    return password;
}

enum err usapi_check(struct req *r)
{
    const json_t *first = json_array_get(r->problems, 0);
    if (!first)
        return OK;
    const char *words = arena_printf(&r->arena, "'%s': %s",
                                     json_string_value(json_object_get(first, "field")),
                                     json_string_value(json_object_get(first, "message")));
    return req_say(r, PROPERTY_INVALID, words, words);
}

enum err usapi_taken(struct req *r, enum err e)
{
    static const struct { enum err e; const char *field, *words; } refusals[] = {
        { PHONE_TAKEN, "phone_number", "Phone number already exist" },
        { USERNAME_TAKEN, "username", "Username already exist" },
        { EMAIL_TAKEN, "email", "Email already exist" },
    };
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++) {
        if (refusals[i].e != e)
            continue;
        in_fault(r, refusals[i].field, "taken");
        return req_say(r, e, refusals[i].words, refusals[i].words);
    }
    return e;
}
