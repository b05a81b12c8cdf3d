/* Described providers: what they tell afterwards. */
#include "domain/messages/described.h"

#include "base/text.h"
#include "crypto/compare.h"
#include "domain/json/json.h"
#include "domain/messages/rows.h"

static bool is_listed(struct arena *a, const json_t *list, const char *state)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) {
        if (text_is(json_scalar(a, one), state))
            return true;
    }
    return false;
}

static bool read_kind(struct arena *a, const json_t *receipts, const char *state,
                      enum receipt_kind *out)
{
    static const struct { const char *member; enum receipt_kind kind; } kinds[] = {
        { "failed", RECEIPT_FAILED }, { "read", RECEIPT_READ },
        { "delivered", RECEIPT_DELIVERED }, { "sent", RECEIPT_SENT },
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (is_listed(a, json_object_get(receipts, kinds[i].member), state)) {
            *out = kinds[i].kind;
            return true;
        }
    }
    return false;
}

static const char *at(struct arena *a, const struct description *d, const json_t *body,
                      const char *member)
{
    const char *pointer = json_string_value(json_object_get(d->receipts, member));
    return pointer ? json_scalar(a, json_at(body, pointer)) : NULL;
}

static enum err take_one(struct db *db, const struct description *d, const json_t *body,
                         int64_t now)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *state = at(&a, d, body, "state");
    struct receipt r = {
        .provider = d->name, .provider_id = at(&a, d, body, "id"), .at = now,
        .why = state ? arena_printf(&a, "%s says: %.40s", d->name, state) : NULL,
    };
    if (!r.provider_id || !state || !read_kind(&a, d->receipts, state, &r.kind))
        return OK;
    return receipt_take(db, &r, now);
}

/* The provider of this name that is in use and sends receipts. */
static const struct description *find(const char *provider)
{
    for (const char *const *channel = message_channels; *channel; channel++) {
        const struct backend *b = channel_backend(*channel);
        if (b && b->sends_receipts && text_is(b->name, provider) && !text_is(provider, "cloud"))
            return b->own;
    }
    return NULL;
}

enum err described_receipts_take(struct db *db, const char *provider, const char *secret,
                                 const json_t *body, int64_t now)
{
    const struct description *d = find(provider);
    size_t i;
    json_t *one;
    if (!d || !same_text(d->receipts_secret, secret))
        return NOT_FOUND;
    if (json_is_object(body))
        return take_one(db, d, body, now);
    if (!json_is_array(body))
        return BAD_INPUT;
    json_array_foreach(body, i, one)
        TRY(take_one(db, d, one, now));
    return OK;
}
