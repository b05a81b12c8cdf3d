#include "base/zone_rule.h"

#include "base/zone.h"

#include <stdlib.h>
#include <string.h>

enum { HOUR_S = 3600, DAY_S = 86400, TWO_OCLOCK = 2 * HOUR_S };

/* A name: letters, or anything between angle brackets. */
static bool skip_name(const char **at)
{
    const char *start = *at;
    if (*start == '<') {
        const char *close = strchr(start, '>');
        *at = close ? close + 1 : start;
        return close != NULL;
    }
    while ((**at | 0x20) >= 'a' && (**at | 0x20) <= 'z')
        ++*at;
    return *at - start >= 3;
}

static bool read_number(const char **at, int max, int *out)
{
    char *end;
    long const value = **at >= '0' && **at <= '9' ? strtol(*at, &end, 10) : -1;
    if (value < 0 || value > max)
        return false;
    *at = end;
    *out = (int)value;
    return true;
}

/* [+-]hh[:mm[:ss]] */
static bool read_time(const char **at, int32_t *out)
{
    int parts[3] = { 0 };
    bool const is_negative = **at == '-';
    *at += **at == '-' || **at == '+';
    if (!read_number(at, 167, &parts[0]))
        return false;
    for (int i = 1; i < 3 && **at == ':'; i++) {
        ++*at;
        if (!read_number(at, 59, &parts[i]))
            return false;
    }
    int32_t const all = parts[0] * HOUR_S + parts[1] * 60 + parts[2];
    *out = is_negative ? -all : all;
    return true;
}

static bool take(const char **at, char wanted)
{
    bool const is_there = **at == wanted;
    *at += is_there;
    return is_there;
}

/* ,Mm.w.d[/time] */
static bool read_change(const char **at, struct zone_change *out)
{
    out->time_s = TWO_OCLOCK;
    if (!take(at, ',') || !take(at, 'M') || !read_number(at, 12, &out->month) || !take(at, '.')
        || !read_number(at, 5, &out->week) || !take(at, '.')
        || !read_number(at, 6, &out->weekday) || out->month < 1 || out->week < 1)
        return false;
    return !take(at, '/') || read_time(at, &out->time_s);
}

struct zone_rule zone_rule_read(const char *line)
{
    static const struct zone_rule unknown;
    struct zone_rule rule = { .is_known = true };
    int32_t west;
    if (!skip_name(&line) || !read_time(&line, &west))
        return unknown;
    rule.standard = -west;
    rule.summer = rule.standard + HOUR_S;
    if (*line == '\n' || *line == '\0')
        return rule;
    rule.has_summer = true;
    if (!skip_name(&line))
        return unknown;
    if (*line != ',') {
        if (!read_time(&line, &west))
            return unknown;
        rule.summer = -west;
    }
    return read_change(&line, &rule.begins) && read_change(&line, &rule.ends) ? rule : unknown;
}

/* The day of a change, in days since 1970. */
static int64_t change_day(const struct zone_change *change, int64_t year)
{
    int64_t const month = (year - 1970) * 12 + change->month - 1;
    int64_t const first = month_first_day(month), next = month_first_day(month + 1);
    int64_t const weekday = (first + 4) % 7;            /* 1 January 1970 was a Thursday */
    int64_t day = first + (change->weekday - weekday + 7) % 7 + (change->week - 1) * 7;
    while (day >= next)
        day -= 7;
    return day;
}

static int64_t change_at(const struct zone_change *change, int64_t year, int32_t offset)
{
    return change_day(change, year) * DAY_S + change->time_s - offset;
}

int32_t zone_rule_offset(const struct zone_rule *rule, int64_t at)
{
    if (!rule->has_summer)
        return rule->standard;
    int64_t const year = 1970 + month_of_day((at + rule->standard) / DAY_S) / 12;
    int64_t const begins = change_at(&rule->begins, year, rule->standard);
    int64_t const ends = change_at(&rule->ends, year, rule->summer);
    bool const is_summer = begins < ends ? at >= begins && at < ends : at >= begins || at < ends;
    return is_summer ? rule->summer : rule->standard;
}
