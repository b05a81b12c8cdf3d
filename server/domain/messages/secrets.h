/* Provider secrets: tokens and passwords that an operator keeps in files of their own, one a
 * secret, in one folder (SIMPUL_SECRETS_DIR), or in the environment: "fonnte-token" is the file
 * of that name, or the variable FONNTE_TOKEN. Kept outside the arenas and wiped at the end. */
#pragma once

#include "base/err.h"

#include <stdbool.h>

/* Forgets all, and reads from this folder from now on. NULL: from the environment alone. */
void provider_secrets_open(const char *folder);
void provider_secrets_close(void);

/* *out lives until the next open or close. NOT_FOUND; BAD_INPUT for a file that others may read,
 * an empty one, or one with control characters. Not while messages are sent. */
enum err provider_secret(const char *name, const char **out);

bool provider_secret_name_is_sound(const char *name);      /* lower-case letters, digits, hyphens */
