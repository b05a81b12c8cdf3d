#include "domain/messages/webhooks_api.h"

#include "base/text.h"
#include "domain/messages/cloud.h"
#include "domain/messages/described.h"

#include <string.h>

enum { CHALLENGE_MAX = 200, NESTING_MAX = 32 };

/* Meta asks once, when the address is registered, and wants its challenge back. */
enum err whatsapp_webhook_get(struct req *r)
{
    const char *challenge = in_query(r, "hub.challenge");
    TRY(cloud_verify(in_query(r, "hub.verify_token")));
    if (!text_is(in_query(r, "hub.mode"), "subscribe") || !challenge
        || strlen(challenge) > CHALLENGE_MAX || !text_is_visible(challenge, false))
        return BAD_INPUT;

    return reply_text(r, 200, "text/plain", challenge);
}

static enum err taken(struct req *r)
{
    return reply_said(r, "Diterima", "Received");
}

enum err whatsapp_webhook_post(struct req *r)
{
    size_t size = 0;
    const char *body = in_raw(r, &size);
    TRY(cloud_check_signature(body, size, in_header(r, "X-Hub-Signature-256")));
    TRY(cloud_receipts_take(r->db, body, size, r->now));

    return taken(r);
}

enum err provider_webhook_post(struct req *r)
{
    size_t size = 0;
    const char *body = in_raw(r, &size);
    json_t *json = size && json_nests_within(body, size, NESTING_MAX)
        ? json_loadb(body, size, 0, NULL) : NULL;
    enum err const e = described_receipts_take(r->db, in_path(r, "name"), in_path(r, "secret"),
                                               json, r->now);
    json_decref(json);
    TRY(e);

    return taken(r);
}
