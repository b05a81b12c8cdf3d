/* Forms: how much of one Ulfius may keep. Internal to web/. */
#pragma once

#include <stdbool.h>

enum { PART_MAX_BYTES = 64 * 1024 };        /* of JSON that comes as a file and is a value */

/* Whether the form of this thread's request was more than is kept: then it is not whole. */
bool form_is_too_large(void);
void form_forget(void);
