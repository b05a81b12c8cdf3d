/* Internal clients at the door: the guard INTERNAL_CLIENT. */
#pragma once

#include "web/req.h"

/* Fills r->who.client_id from Basic credentials; UNAUTHENTICATED. After many wrong ones from
 * one address the next wrong one is TOO_MANY. */
enum err clients_identify(struct req *r);
