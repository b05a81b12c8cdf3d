/* What authenticators send, read from the body's "passkey". */
#pragma once

#include "domain/passkeys/passkeys.h"
#include "web/req.h"

/* INVALID_FIELDS for what is missing or of another type, PASSKEY_INVALID for what is not
 * base64url. */
enum err in_passkey_form(struct req *r, struct passkey_form *out);
enum err in_passkey_use(struct req *r, struct passkey_use *out);
