/* Caching: an answer that came through the gateway is its caller's own. Whether somebody gets it
 * hung on a key, a grant and limits, which a cache that is shared knows nothing of; so none may
 * keep it, whatever the upstream says (RFC 9111, sections 3.5 and 5.2.2.7). The caller's own may,
 * for as long as the upstream says. */
#pragma once

#include "gateway/answer.h"

/* Fields that tell one kind of shared cache what Cache-Control does not (RFC 9213), or a server in
 * front of the gateway to send something else. */
bool caching_hides(const struct answer_field *field);

/* The value of Cache-Control as the caller gets it: the given one, or one that is freed by the
 * caller through *made. */
const char *caching_shown(const char *value, char **made);
