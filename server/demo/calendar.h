/* Calendar: days, national holidays and working days of government offices.
 *
 * Offices work Monday to Friday (Perpres 21/2023). Holidays and collective leave stand in joint
 * decrees (SKB) of three ministers, year by year; only years with a decree here can be counted. */
#pragma once

#include <stdbool.h>

struct holiday {
    const char *date;               /* YYYY-MM-DD */
    const char *name;
    bool is_leave;                  /* cuti bersama, else libur nasional */
};
struct holidays {
    int year;
    const char *decree;
    const struct holiday *items;
    int count;
};

/* NULL for a year without a decree here. */
const struct holidays *holidays_of(int year);
const struct holiday *holiday_on(const char *date);
extern const int holiday_years[2];      /* the first and the last */

/* Days since 1970-01-01 of the Gregorian calendar, and back. */
long day_number(const char *date);      /* a valid date */
void day_text(long day, char out[static 11]);

int day_of_week(long day);              /* 0: Monday */
extern const char *const weekday_names[7];
const char *pasaran(long day);          /* of the Javanese week of five days */
int day_of_year(const char *date);
int iso_week(long day, int *year);

bool is_working_day(long day);
