/* Shrink: bytes as gzip, for answers and files, and as brotli, which is smaller and takes longer,
 * for files. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct req;

enum { SHRINK_QUICK = 4, SHRINK_BEST = 9 };

/* Both NULL where it would not help; the caller frees it. */
unsigned char *shrink(const void *bytes, size_t size, int level, size_t *out_size);

unsigned char *shrink_well(const void *bytes, size_t size, size_t *out_size);   /* brotli */

/* Whether the caller takes gzip; brotli. */
bool shrink_is_wanted(const struct req *r);
bool shrink_well_is_wanted(const struct req *r);
