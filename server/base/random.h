/* Random: bytes from the kernel's generator, and what is made of them. */
#pragma once

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *out, size_t size);          /* aborts without a kernel source */
uint32_t random_below(uint32_t limit);              /* uniform in 0 … limit - 1; limit > 0 */

/* An opaque id such as usr_01jd…: the prefix, then 26 characters of Crockford base 32, lower
 * case, of 48 bits of milliseconds and 80 random bits. Ids of one process sort in the order in
 * which they were made. */
char *id_new(struct arena *a, const char *prefix);

/* size random bytes as base64url, for tokens in links and cookies. */
char *random_token(struct arena *a, size_t size);
