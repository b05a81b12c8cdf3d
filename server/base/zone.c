#include "base/zone.h"

#include "base/zone_rule.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ZONE_FOLDER "/usr/share/zoneinfo"

enum { NAME_MAX_BYTES = 64, FILE_MAX = 64 * 1024, HEAD_BYTES = 44, DAY_S = 86400 };

struct zone {
    struct zone *next;
    char name[NAME_MAX_BYTES];
    uint32_t count;                     /* of changes */
    int64_t *at;                        /* when each change comes */
    int32_t *offsets;                   /* what holds from then on */
    int32_t first;                      /* what held before */
    struct zone_rule rule;              /* what holds after the last */
};

static struct zone *zones;
static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;

static uint32_t read_32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_64(const unsigned char *at)
{
    return (int64_t)((uint64_t)read_32(at) << 32 | read_32(at + 4));
}

/* The six counts of a header, and how long its block of data is. */
struct head {
    uint32_t is_ut, is_std, leaps, changes, types, characters;
};

static bool head_read(const unsigned char *at, const unsigned char *end, struct head *out)
{
    if (end - at < HEAD_BYTES || memcmp(at, "TZif", 4) != 0 || at[4] < '2')
        return false;
    const unsigned char *counts = at + 20;
    *out = (struct head){ read_32(counts), read_32(counts + 4), read_32(counts + 8),
                          read_32(counts + 12), read_32(counts + 16), read_32(counts + 20) };
    uint32_t const all[] = { out->is_ut, out->is_std, out->leaps, out->changes, out->types,
                             out->characters };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i] > FILE_MAX)
            return false;
    }
    return out->types > 0;
}

static size_t block_size(const struct head *h, size_t time_bytes)
{
    return h->changes * (time_bytes + 1) + h->types * 6 + h->characters
           + h->leaps * (time_bytes + 4) + h->is_std + h->is_ut;
}

/* The second block, with times of 64 bits, and the rule behind it. */
static bool block_read(const unsigned char *at, const unsigned char *end, const struct head *h,
                       struct zone *z)
{
    size_t const size = block_size(h, 8);
    if ((size_t)(end - at) < size)
        return false;
    const unsigned char *kinds = at + h->changes * 8, *types = kinds + h->changes;
    z->count = h->changes;
    z->at = calloc(z->count + 1, sizeof *z->at);
    z->offsets = calloc(z->count + 1, sizeof *z->offsets);
    if (!z->at || !z->offsets)
        abort();
    z->first = (int32_t)read_32(types);
    for (uint32_t i = 0; i < z->count; i++) {
        if (kinds[i] >= h->types)
            return false;
        z->at[i] = read_64(at + i * 8);
        z->offsets[i] = (int32_t)read_32(types + kinds[i] * 6);
    }
    char rule[128];
    const unsigned char *line = at + size;
    snprintf(rule, sizeof rule, "%.*s", (int)(end - line), (const char *)line);
    z->rule = zone_rule_read(rule + strspn(rule, "\n"));
    return true;
}

static bool zone_read(const unsigned char *bytes, size_t size, struct zone *z)
{
    const unsigned char *end = bytes + size;
    struct head head;
    if (!head_read(bytes, end, &head))
        return false;
    size_t const skipped = HEAD_BYTES + block_size(&head, 4);
    if (skipped > size || !head_read(bytes + skipped, end, &head))
        return false;
    return block_read(bytes + skipped + HEAD_BYTES, end, &head, z);
}

static bool name_is_plain(const char *name)
{
    return strlen(name) < NAME_MAX_BYTES && name[0] != '/' && !strstr(name, "..")
           && name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789/_+-")] == '\0';
}

static size_t file_read(const char *name, unsigned char bytes[static FILE_MAX])
{
    char path[sizeof ZONE_FOLDER + NAME_MAX_BYTES + 1];
    snprintf(path, sizeof path, ZONE_FOLDER "/%s", name);
    int const fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t const size = read(fd, bytes, FILE_MAX);
    close(fd);
    return size > 0 ? (size_t)size : 0;
}

static struct zone *load(const char *name)
{
    unsigned char *bytes = malloc(FILE_MAX);
    struct zone *z = calloc(1, sizeof *z);
    if (!bytes || !z)
        abort();
    size_t const size = name_is_plain(name) ? file_read(name, bytes) : 0;
    bool const is_read = size > 0 && zone_read(bytes, size, z);
    free(bytes);
    if (is_read) {
        snprintf(z->name, sizeof z->name, "%s", name);
        return z;
    }
    free(z->at);
    free(z->offsets);
    free(z);
    return NULL;
}

enum err zone_open(const char *name, const struct zone **out)
{
    pthread_mutex_lock(&zones_lock);
    struct zone *z = zones;
    while (z && strcmp(z->name, name) != 0)
        z = z->next;
    if (!z && (z = load(name))) {
        z->next = zones;
        zones = z;
    }
    pthread_mutex_unlock(&zones_lock);
    if (!z)
        return err_because(NOT_FOUND, "no time zone %.64s in " ZONE_FOLDER, name);
    *out = z;
    return OK;
}

const char *zone_name(const struct zone *z)
{
    return z ? z->name : "UTC";
}

int32_t zone_offset(const struct zone *z, int64_t at)
{
    uint32_t from = 0, to = z ? z->count : 0;
    if (!z)
        return 0;
    while (from < to) {
        uint32_t const middle = from + (to - from) / 2;
        if (z->at[middle] <= at)
            from = middle + 1;
        else
            to = middle;
    }
    if (from == z->count && z->rule.is_known)
        return zone_rule_offset(&z->rule, at);
    return from == 0 ? z->first : z->offsets[from - 1];
}

/* Two days apart at most one change lies between: the moment of it. */
static int64_t change_between(const struct zone *z, int64_t before, int64_t after)
{
    int32_t const offset = zone_offset(z, before);
    while (after - before > 1) {
        int64_t const middle = before + (after - before) / 2;
        if (zone_offset(z, middle) == offset)
            before = middle;
        else
            after = middle;
    }
    return after;
}

int64_t zone_day_start(const struct zone *z, int64_t day)
{
    int64_t const midnight = day * DAY_S;
    int64_t const from = midnight - DAY_S, to = midnight + DAY_S;
    int32_t const early = zone_offset(z, from), late = zone_offset(z, to);
    if (early == late)
        return midnight - early;
    int64_t const change = change_between(z, from, to);
    if (midnight - early < change)
        return midnight - early;
    return midnight - late > change ? midnight - late : change;
}

int64_t zone_day(const struct zone *z, int64_t at)
{
    int64_t const local = at + zone_offset(z, at);
    int64_t day = local / DAY_S - (local % DAY_S < 0);
    while (zone_day_start(z, day + 1) <= at)
        day++;
    while (zone_day_start(z, day) > at)
        day--;
    return day;
}

int64_t month_first_day(int64_t month)
{
    /* Years are counted from March, so that a leap day ends one. */
    int64_t const march = month + 1970 * 12 - 2;
    int64_t const year = march / 12;
    int64_t const days = year * 365 + year / 4 - year / 100 + year / 400;
    return days + (march % 12 * 153 + 2) / 5 - 719468;
}

int64_t month_of_day(int64_t day)
{
    int64_t month = day * 12 * 400 / 146097 - 1;
    while (month_first_day(month + 1) <= day)
        month++;
    return month;
}
