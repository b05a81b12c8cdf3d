/* Times and dates as text. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { WIB_S = 7 * 3600 };

char *time_rfc3339(struct arena *a, int64_t seconds)
{
    time_t const t = (time_t)seconds;
    struct tm tm;
    gmtime_r(&t, &tm);
    char *out = arena_alloc(a, 32);
    strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
    return out;
}

static const char *const MONTHS[][12] = {
    { "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des" },
    { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
};

char *time_wib(struct arena *a, int64_t seconds, bool is_english)
{
    time_t const t = (time_t)seconds + WIB_S;
    struct tm tm;
    gmtime_r(&t, &tm);
    return arena_printf(a, "%d %s %d, %02d%c%02d WIB", tm.tm_mday, MONTHS[is_english][tm.tm_mon],
                        1900 + tm.tm_year, tm.tm_hour, is_english ? ':' : '.', tm.tm_min);
}

char *date_words(struct arena *a, const char *date, bool is_english)
{
    int const month = (date[5] - '0') * 10 + date[6] - '0';
    return arena_printf(a, "%s %s %.4s", date + (date[8] == '0' ? 9 : 8),
                        MONTHS[is_english][month - 1], date);
}

static bool digits_are(const char *text, const char *shape)
{
    for (; *shape; text++, shape++) {
        bool const is_digit = *text >= '0' && *text <= '9';
        if (*shape == '0' ? !is_digit : *text != *shape)
            return false;
    }
    return true;
}

static int number(const char *text, int digits)
{
    int value = 0;
    for (int i = 0; i < digits; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

bool date_is_valid(const char *text)
{
    if (strlen(text) < 10 || !digits_are(text, "0000-00-00"))
        return false;
    struct tm tm = { .tm_year = number(text, 4) - 1900, .tm_mon = number(text + 5, 2) - 1,
                     .tm_mday = number(text + 8, 2), .tm_hour = 12 };
    struct tm const asked = tm;
    timegm(&tm);                                            /* moves the 31st of June to July */
    return text[10] == '\0' && tm.tm_mon == asked.tm_mon && tm.tm_mday == asked.tm_mday;
}

static bool parse_offset(const char *text, int64_t *out)
{
    if (text_is(text, "Z") || text_is(text, "z")) {
        *out = 0;
        return true;
    }
    bool const is_east = *text == '+';
    if ((!is_east && *text != '-') || !digits_are(text + 1, "00:00") || text[6])
        return false;
    int64_t const seconds = number(text + 1, 2) * 3600 + number(text + 4, 2) * 60;
    *out = is_east ? seconds : -seconds;
    return true;
}

bool time_parse(const char *text, int64_t *out)
{
    char date[11] = { 0 };
    int64_t offset = 0;
    if (strlen(text) < 20 || !digits_are(text + 10, "T00:00:00"))
        return false;
    memcpy(date, text, 10);
    const char *rest = text + 19;
    if (*rest == '.')
        rest += 1 + strspn(rest + 1, "0123456789");
    if (!date_is_valid(date) || !parse_offset(rest, &offset))
        return false;
    struct tm tm = { .tm_year = number(text, 4) - 1900, .tm_mon = number(text + 5, 2) - 1,
                     .tm_mday = number(text + 8, 2), .tm_hour = number(text + 11, 2),
                     .tm_min = number(text + 14, 2), .tm_sec = number(text + 17, 2) };
    if (tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 60)
        return false;
    *out = timegm(&tm) - offset;
    return true;
}
