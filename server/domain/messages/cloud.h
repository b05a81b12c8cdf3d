/* WhatsApp Cloud API of Meta: codes by an authentication template, everything else by a utility
 * template with the text and a button that opens the link.
 *
 * https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates
 * Our id travels as biz_opaque_callback_data and comes back in every receipt: so a receipt settles
 * what became of a message whose answer was lost. */
#pragma once

#include "domain/messages/delivery.h"

#include <stddef.h>

struct db;

/* BAD_INPUT: the token is missing, or a setting is wrong. Secrets: whatsapp-token, and for receipts
 * whatsapp-app-secret and whatsapp-verify-token. */
enum err cloud_open(const struct delivery_settings *settings, const char *phone_id,
                    struct backend *out);

/* The body of the call for one message; NULL where its link is none of the portal's. */
const char *cloud_body(struct arena *a, const struct backend *b, const struct outgoing *m);

/* ---- receipts (cloud_receipts.c). Each NOT_FOUND without the secret that it needs. */

/* Meta asks whether the address is ours. FORBIDDEN for another token. */
enum err cloud_verify(const char *token);

/* FORBIDDEN unless signature ("sha256=…", X-Hub-Signature-256) is that of the body as it came. */
enum err cloud_check_signature(const void *body, size_t size, const char *signature);

/* Takes each status in the body; what is no status is passed over. BAD_INPUT: no JSON. */
enum err cloud_receipts_take(struct db *db, const char *body, size_t size, int64_t now);

/* What Meta's error code means for a message. */
bool cloud_error_is_final(int64_t code);
