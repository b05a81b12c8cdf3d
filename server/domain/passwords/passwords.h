/* Passwords: which ones people may choose in our pages (NIST SP 800-63B, section 5.1.1.2).
 *
 * 8 to 128 characters of any kind, no rules of composition, not among those that everyone tries
 * first, not the user's own data. The list is read once, at the start, and never changes. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { PASSWORD_CHARS_MIN = 8, PASSWORD_CHARS_MAX = 128 };

/* path: one a line, lower case. INTERNAL, with the reason in err_why(), when it cannot be read. */
enum err passwords_load(const char *path);
void passwords_unload(void);

/* Case and surrounding blanks do not count. False while no list is loaded. */
bool password_is_common(const char *password);

/* The code of the fault (see FIELD_FAULTS), NULL for a good password: too_short, too_long,
 * bad_characters (not UTF-8, or control characters), password_common, password_personal. own
 * lists what the user is known by: user name, e-mail address, phone number, names; a NULL ends
 * it, and NULL stands for an empty list. A password is personal when it is one of these, a word of
 * one, or the portal's own name, with at most digits and signs around it. */
const char *password_fault(const char *password, const char *const *own);
