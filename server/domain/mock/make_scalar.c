/* Texts and numbers. */
#include "domain/mock/making.h"

#include "base/text.h"
#include "domain/validation/faults.h"
#include "domain/validation/pattern.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_MOST = 10000, PATTERN_STEPS = 100000, TRIES = 12 };

static struct text_rule rule_of(const struct merged *merged)
{
    struct text_rule all = { .length.max = COUNT_ANY };
    for (size_t i = 0; i < merged->count; i++) {
        const struct text_rule *rule = merged->parts[i]->text;
        if (!rule)
            continue;
        if (rule->length.min > all.length.min)
            all.length.min = rule->length.min;
        if (rule->length.max < all.length.max)
            all.length.max = rule->length.max;
        if (all.format == FORMAT_NONE)
            all.format = rule->format;
        if (!all.pattern) {
            all.pattern = rule->pattern;
            all.pattern_text = rule->pattern_text;
        }
    }
    return all;
}

static const char *formatted(struct making *m, enum format format)
{
    uint64_t const n = making_number(m), more = making_number(m);
    unsigned const month = (unsigned)(n % 12) + 1, day = (unsigned)(n / 12 % 28) + 1;
    switch (format) {
    case FORMAT_DATE:
        return arena_printf(m->a, "2026-%02u-%02u", month, day);
    case FORMAT_DATE_TIME:
        return arena_printf(m->a, "2026-%02u-%02uT%02u:%02u:00Z", month, day,
                            (unsigned)(more % 24), (unsigned)(more / 24 % 60));
    case FORMAT_EMAIL:
        return arena_printf(m->a, "pegawai%u@contoh.go.id", (unsigned)(n % 900) + 100);
    case FORMAT_UUID:
        return arena_printf(m->a, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)n,
                            (unsigned)(n >> 32) & 0xFFFF, (unsigned)(n >> 48) & 0xFFF,
                            (unsigned)more & 0xFFF, (unsigned long long)(more >> 16));
    case FORMAT_IPV4:
        return arena_printf(m->a, "192.0.2.%u", (unsigned)(n % 254) + 1);
    case FORMAT_IPV6:
        return arena_printf(m->a, "2001:db8::%x", (unsigned)(n % 0xFFFE) + 1);
    case FORMAT_URI:
        return arena_printf(m->a, "https://contoh.go.id/%u", (unsigned)(n % 1000));
    default:
        return NULL;
    }
}

/* Words until they are long enough, and no longer than they may be. */
static const char *worded(struct making *m, const struct bounds *length)
{
    static const char *const words[] = { "contoh", "gunung", "laut", "kota", "sawah", "sungai",
                                         "hutan", "pulau", "desa", "jalan" };
    size_t const least = length->min < TEXT_MOST ? length->min : TEXT_MOST;
    char *text = arena_alloc(m->a, least + 40), *at = text;
    do {
        at = stpcpy(at, at > text ? " " : "");
        at = stpcpy(at, words[making_number(m) % (sizeof words / sizeof words[0])]);
    } while ((size_t)(at - text) < least);
    if (length->max < (size_t)(at - text))
        text[length->max] = '\0';
    size_t const size = strlen(text);
    if (size > 0 && text[size - 1] == ' ')
        text[size - 1] = 'a';
    return text;
}

static bool fits(const struct text_rule *rule, const char *text)
{
    int64_t steps = PATTERN_STEPS;
    size_t const length = text_length(text);
    return length >= rule->length.min && length <= rule->length.max
           && pattern_match(rule->pattern, text, strlen(text), &steps) == PATTERN_MATCHES;
}

static const char *patterned(struct making *m, const struct text_rule *rule)
{
    for (unsigned i = 0; i < TRIES && *m->steps >= 0; i++) {
        const char *text = pattern_sample(m, rule->pattern_text, i < 4 ? i : 1u << (i - 2));
        *m->steps -= PATTERN_STEPS / 100;
        if (!text)
            return NULL;
        if (fits(rule, text))
            return text;
    }
    return NULL;
}

json_t *text_make(struct making *m, const struct merged *merged)
{
    struct text_rule const rule = rule_of(merged);
    const char *text = formatted(m, rule.format);
    if (!text && rule.pattern)
        text = patterned(m, &rule);
    if (!text)
        text = worded(m, &rule.length);
    return making_takes(m, strlen(text)) ? json_string(text) : NULL;
}

static struct number_rule bounds_of(const struct merged *merged)
{
    struct number_rule all = { 0 };
    for (size_t i = 0; i < merged->count; i++) {
        const struct number_rule *rule = merged->parts[i]->number;
        if (!rule)
            continue;
        if (rule->has_min && (!all.has_min || rule->min > all.min)) {
            all.min = rule->min;
            all.min_is_out = rule->min_is_out;
        }
        if (rule->has_max && (!all.has_max || rule->max < all.max)) {
            all.max = rule->max;
            all.max_is_out = rule->max_is_out;
        }
        all.has_min |= rule->has_min;
        all.has_max |= rule->has_max;
        all.step = rule->step > 0 ? rule->step : all.step;
    }
    return all;
}

/* Both ends as they are allowed, in units of the step. */
static void range_of(const struct number_rule *rule, long double step, long double *from,
                     long double *to)
{
    long double const below = rule->has_max ? rule->max - 99 * step : step;
    long double const min = rule->has_min ? rule->min : below;
    long double const max = rule->has_max ? rule->max : min + 99 * step;
    *from = ceill(min / step);
    *to = floorl(max / step);
    if (rule->min_is_out && *from * step <= min)
        *from += 1;
    if (rule->max_is_out && *to * step >= max)
        *to -= 1;
    if (!rule->has_max && *to > *from + 99)
        *to = *from + 99;
}

json_t *number_make(struct making *m, const struct merged *merged, bool is_whole)
{
    struct number_rule const rule = bounds_of(merged);
    bool const steps = rule.step > 0 && (!is_whole || rule.step == floorl(rule.step));
    long double step = steps ? rule.step : is_whole ? 1 : 0.01L, from, to;
    range_of(&rule, step, &from, &to);
    if (!is_whole && !steps && to < from) {             /* between two hundredths */
        long double const middle = (rule.min + rule.max) / 2;
        return json_real((double)middle);
    }
    long double const width = to > from ? fminl(to - from, 9999) : 0;
    long double const n = from + (long double)(making_number(m) % ((uint64_t)width + 1));
    long double const value = n * step;
    if (value == floorl(value) && fabsl(value) < 9e18L)
        return json_integer((json_int_t)value);
    return json_real((double)value);
}
