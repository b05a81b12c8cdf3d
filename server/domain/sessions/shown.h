/* Shown: what accounts were answered about themselves lately, ready to be sent again.
 *
 * A part of live.h's memory, with the same rule: live_forget_account() forgets it too, so whoever
 * changes what an account is shown of itself calls that after the commit and before the answer. */
#pragma once

#include "base/arena.h"

#include <stdint.h>

enum { SHOWN_MAX_BYTES = 1536 };

/* NULL where nothing is kept. */
char *shown_find(struct arena *a, const char *account_id);

/* moment: live_moment() from before the reading. A text that is too long is not kept. */
void shown_put(uint64_t moment, const char *account_id, const char *text);

/* For live.c. */
void shown_forget(const char *account_id);
void shown_forget_all(void);
