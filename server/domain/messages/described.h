/* Described providers: an HTTP call as a description says, its answer, and its receipts. */
#pragma once

#include "domain/messages/description.h"
#include "outbound/http.h"

#include <stddef.h>

struct db;

/* The file of a description, in the checkout unless it begins with a slash, for whatsapp or sms.
 * BAD_INPUT. */
enum err described_open(const struct delivery_settings *settings, const char *channel,
                        const char *file, struct backend *out);
void described_close(void);

/* The call for one message. */
enum err described_request(struct arena *a, const struct description *d,
                           const struct outgoing *m, struct http_call *out);

/* What an answer means. */
void described_judge(struct arena *a, const struct description *d,
                     const struct http_answer *answer, struct outcome *out);

/* A receipt at the address of a provider. NOT_FOUND unless such a provider is in use and secret
 * is what makes the address ours; BAD_INPUT for what cannot be read; a state that the description
 * does not name is passed over. body: a JSON object, or a list of them, borrowed. */
enum err described_receipts_take(struct db *db, const char *provider, const char *secret,
                                 const json_t *body, int64_t now);
