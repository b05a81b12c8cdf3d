/* Shrink: bytes as gzip, for answers and files. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct req;

enum { SHRINK_QUICK = 4, SHRINK_BEST = 9 };

/* NULL where it would not help; the caller frees it. */
unsigned char *shrink(const void *bytes, size_t size, int level, size_t *out_size);

/* Whether the caller takes gzip. */
bool shrink_is_wanted(const struct req *r);
