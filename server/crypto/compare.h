/* Compare: secrets, in a time that tells nothing about where they differ. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

bool same_bytes(const void *a, const void *b, size_t size);

/* Differs in time only by the length of given, which whoever sent it knows. */
bool same_text(const char *expected, const char *given);
