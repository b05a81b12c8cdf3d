/* USAPI's two kinds of callers, for API tests: an internal client and a browser with a captcha. */
#pragma once

#include "support/server.h"

/* Group set-up: api_begin, and an internal client. End with api_end. */
int usapi_begin(void **state);

/* POST with the client's Basic credentials. Takes body over. */
struct answer as_client(const char *path, json_t *body);

/* The same from any thread, on a connection of its own; body is JSON text. Answers the status. */
int status_as_client(const char *path, const char *body);

/* POST with a solved captcha in the body. Takes body over. */
struct answer as_browser(const char *path, json_t *body);

const char *captcha_answer(void);       /* a fresh one, solved */

/* The newest message's code, link or text ("text") in the development mailbox; "" without one. */
const char *mailbox(const char *to, const char *member);
int mailbox_count(const char *to);
