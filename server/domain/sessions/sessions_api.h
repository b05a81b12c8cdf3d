/* Sessions for handlers: beginning one is answered here, whatever the way of signing in. */
#pragma once

#include "domain/sessions/sessions.h"
#include "web/req.h"

/* Whose program calls, as session_begin() wants to know it. */
struct client_trace request_trace(const struct req *r);

/* The source's own body: a native app keeps the refresh token itself, a browser never sees it. */
enum err reply_tokens(struct req *r, const struct tokens *t);

handler auth_refresh, auth_logout;
handler sessions_list, session_delete, sessions_delete;
