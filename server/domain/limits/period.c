#include "domain/limits/period.h"

enum { DAY_S = 86400, OFFSET_S = 7 * 3600 };

static _Thread_local struct periods current;

/* The number of days from 1970 to the first of a month (months since 1970). */
static int64_t month_day(int64_t month)
{
    /* Years are counted from March, so that a leap day ends one. */
    int64_t const march = month + 1970 * 12 - 2;
    int64_t const year = march / 12;
    int64_t const days = year * 365 + year / 4 - year / 100 + year / 400;
    return days + (march % 12 * 153 + 2) / 5 - 719468;
}

static int64_t month_of(int64_t day)
{
    int64_t month = day * 12 * 400 / 146097 - 1;
    while (month_day(month + 1) <= day)
        month++;
    return month;
}

static struct periods reckon(int64_t now_s)
{
    int64_t const day = (now_s + OFFSET_S) / DAY_S;
    int64_t const month = month_of(day);
    return (struct periods){
        .day = { (uint32_t)day, day * DAY_S - OFFSET_S, (day + 1) * DAY_S - OFFSET_S },
        .month = { (uint32_t)month, month_day(month) * DAY_S - OFFSET_S,
                   month_day(month + 1) * DAY_S - OFFSET_S },
    };
}

const struct periods *periods_at(int64_t now_s)
{
    if (now_s < current.day.starts_at || now_s >= current.day.ends_at)
        current = reckon(now_s);
    return &current;
}
