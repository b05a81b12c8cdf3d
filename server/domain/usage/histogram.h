/* Histogram: how long calls took, as counts of buckets that can be added up.
 *
 * Log-linear: every power of two is parted into 32 buckets of equal width, so that a value read
 * back (the middle of its bucket) lies at most 1.6 % from the one that was put in; below 64 it is
 * the very same. Two histograms merge by adding their counts, and nothing is lost by it: a
 * percentile of the sum is as exact as one of a part. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { HISTOGRAM_BUCKETS = 1056 };
#define HISTOGRAM_MAX ((INT64_C(1) << 37) - 1)  /* what is larger counts as this; 38 hours in µs */

struct histogram {
    uint64_t total;
    uint64_t counts[HISTOGRAM_BUCKETS];
};

unsigned histogram_bucket(int64_t value);           /* below 0 as 0 */
int64_t histogram_value(unsigned bucket);           /* its middle */

void histogram_add(struct histogram *h, unsigned bucket, uint64_t count);
void histogram_merge(struct histogram *into, const struct histogram *from);

/* The smallest value that so many of a thousand do not exceed (500: the median); -1 when empty. */
int64_t histogram_permille(const struct histogram *h, unsigned permille);

/* As bytes: for each bucket in use its distance from the one before and its count, both in groups
 * of seven bits. Adding them up again is false for bytes that are no histogram; then h has changed
 * all the same. */
void *histogram_write(struct arena *a, const struct histogram *h, size_t *size);
bool histogram_read(struct histogram *h, const void *bytes, size_t size);
