/* Signed in: what API tests need to call as somebody. */
#pragma once

#include "support/people.h"
#include "support/server.h"

/* Signs in with PASSWORD, as a native app. */
struct answer sign_in_call(const char *username, const char *password, bool is_native);
const char *token_of(const char *username);

/* Adds the person to the server's database, and signs in. */
const char *signed_in(const char *username, const char *role);

/* The newest message to this recipient, waited for: member is "code" or "link". */
const char *mailed(const char *to, const char *member);

/* The value of a cookie that the answer sets, "" where it sets none. */
const char *cookie_of(const struct answer *a, const char *name);
