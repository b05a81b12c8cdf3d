/* Framing: whether a request's head leaves no doubt where the request ends. Internal to web/. */
#pragma once

#include <stdbool.h>

struct MHD_Connection;

void framing_note(struct MHD_Connection *connection);    /* of this thread's next request */

/* libmicrohttpd lets heads through that a proxy in front may read otherwise: what follows would
 * then be one request to one of them and a part of this one to the other. */
bool framing_is_plain(void);
