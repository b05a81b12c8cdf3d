/* Internal clients at the door: the guard INTERNAL_CLIENT. */
#pragma once

#include "web/req.h"

/* Fills r->who.client_id from Basic credentials; UNAUTHENTICATED. Wrong ones make the next try
 * from this address wait. */
enum err clients_identify(struct req *r);
