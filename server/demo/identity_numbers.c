#include "demo/identity_numbers.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum { NIK_DIGITS = 16, NPWP_DIGITS = 15, OLDEST_YEARS = 100 };

static int number_at(const char *text, int from, int size)
{
    int number = 0;
    for (int i = from; i < from + size; i++)
        number = number * 10 + (text[i] - '0');
    return number;
}

/* Two digits of a year: of this century, unless that lies ahead. */
static int full_year(int two, int this_year)
{
    int const year = this_year / 100 * 100 + two;
    return year > this_year ? year - OLDEST_YEARS : year;
}

struct nik nik_read(const char *text, int this_year)
{
    struct nik n = { 0 };
    if (strlen(text) != NIK_DIGITS || strspn(text, "0123456789") != NIK_DIGITS)
        return n;
    char district[7] = { 0 };
    memcpy(district, text, 6);
    int const day = number_at(text, 6, 2);
    n.has_sixteen_digits = true;
    n.has_region = region_find(district, &n.district);
    n.is_female = day > 40;
    snprintf(n.birthday, sizeof n.birthday, "%04u-%02u-%02u",
             (unsigned)full_year(number_at(text, 10, 2), this_year) % 10000,
             (unsigned)number_at(text, 8, 2) % 100,
             (unsigned)(n.is_female ? day - 40 : day) % 100);
    n.has_birthday = date_is_valid(n.birthday);
    n.number = number_at(text, 12, 4);
    n.has_number = n.number > 0;
    return n;
}

static bool luhn(const char *digits, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        if (i % 2 == 1)
            digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

struct npwp npwp_read(const char *text)
{
    struct npwp n = { 0 };
    size_t size = 0;
    for (; *text && size < NIK_DIGITS; text++) {
        if (*text >= '0' && *text <= '9')
            n.digits[size++] = *text;
        else if (!strchr(".- ", *text))
            break;
    }
    if (*text || (size != NPWP_DIGITS && size != NIK_DIGITS)) {
        n.digits[0] = '\0';
        return n;
    }
    n.is_nik = size == NIK_DIGITS && n.digits[0] != '0';
    if (n.is_nik)
        return n;
    const char *old = n.digits + (size - NPWP_DIGITS);
    n.has_check_digit = luhn(old, 9);
    memcpy(n.office, old + 9, 3);
    memcpy(n.branch, old + 12, 3);
    return n;
}
