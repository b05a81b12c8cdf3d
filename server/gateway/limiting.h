/* Limiting: holds a call to its limits and tells the client how much is left, in the header fields
 * of draft-ietf-httpapi-ratelimit-headers-10: RateLimit-Policy names each limit ("rate", "day",
 * "month"), RateLimit says what is left of it. */
#pragma once

#include "gateway/call.h"

/* Once admitted. A call that is refused is no longer admitted. */
enum err limiting_take(struct call *call);

void limiting_show(const struct call *call);        /* on call->response */

/* An upstream's own limits, which are this gateway's with it, hide where the call has limits. */
bool limiting_hides(const struct call *call, const struct answer_field *field);
