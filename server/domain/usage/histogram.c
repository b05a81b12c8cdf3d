#include "domain/usage/histogram.h"

#include <string.h>

enum { PART_BITS = 5, PARTS = 1 << PART_BITS, NUMBER_BYTES = 10 };

unsigned histogram_bucket(int64_t value)
{
    if (value < 2 * PARTS)
        return value > 0 ? (unsigned)value : 0;
    if (value > HISTOGRAM_MAX)
        value = HISTOGRAM_MAX;
    unsigned const shift = 63 - (unsigned)__builtin_clzll((uint64_t)value) - PART_BITS;
    return shift * PARTS + (unsigned)(value >> shift);
}

int64_t histogram_value(unsigned bucket)
{
    if (bucket < 2 * PARTS)
        return bucket;
    unsigned const shift = bucket / PARTS - 1;
    int64_t const low = (int64_t)(bucket - shift * PARTS) << shift;
    return low + (INT64_C(1) << shift) / 2;
}

void histogram_add(struct histogram *h, unsigned bucket, uint64_t count)
{
    h->counts[bucket] += count;
    h->total += count;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++)
        into->counts[i] += from->counts[i];
    into->total += from->total;
}

int64_t histogram_permille(const struct histogram *h, unsigned permille)
{
    if (h->total == 0)
        return -1;
    uint64_t const rank = (h->total * permille + 999) / 1000;
    uint64_t seen = 0;
    unsigned bucket = 0;
    while ((seen += h->counts[bucket]) < rank || seen == 0)
        bucket++;
    return histogram_value(bucket);
}

static unsigned char *put(unsigned char *at, uint64_t number)
{
    for (; number > 0x7F; number >>= 7)
        *at++ = (unsigned char)(number | 0x80);
    *at++ = (unsigned char)number;
    return at;
}

void *histogram_write(struct arena *a, const struct histogram *h, size_t *size)
{
    unsigned used = 0, last = 0;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++)
        used += h->counts[i] > 0;
    unsigned char *bytes = arena_alloc(a, used * 2 * NUMBER_BYTES + 1), *at = bytes;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        if (h->counts[i] == 0)
            continue;
        at = put(put(at, i - last), h->counts[i]);
        last = i;
    }
    *size = (size_t)(at - bytes);
    return bytes;
}

/* Moves *at past the number. */
static bool take(const unsigned char **at, const unsigned char *end, uint64_t *out)
{
    uint64_t number = 0;
    for (unsigned shift = 0; *at < end && shift < 63; shift += 7) {
        unsigned char const byte = *(*at)++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            *out = number;
            return true;
        }
    }
    return false;
}

bool histogram_read(struct histogram *h, const void *bytes, size_t size)
{
    const unsigned char *at = bytes, *end = at + size;
    uint64_t bucket = 0, step, count;
    while (at < end) {
        if (!take(&at, end, &step) || !take(&at, end, &count) || step >= HISTOGRAM_BUCKETS)
            return false;
        bucket += step;
        if (bucket >= HISTOGRAM_BUCKETS)
            return false;
        histogram_add(h, (unsigned)bucket, count);
    }
    return true;
}
