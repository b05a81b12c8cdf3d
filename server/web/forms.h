/* Forms: how much of one Ulfius may keep. Internal to web/. */
#pragma once

#include <stdbool.h>

/* Whether the form of this thread's request was more than is kept: then it is not whole. */
bool form_is_too_large(void);
void form_forget(void);
