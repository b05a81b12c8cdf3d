#include "demo/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct holiday of_2025[] = {
    { "2025-01-01", "Tahun Baru 2025 Masehi" },
    { "2025-01-27", "Isra Mikraj Nabi Muhammad S.A.W." },
    { "2025-01-28", "Cuti bersama Tahun Baru Imlek", true },
    { "2025-01-29", "Tahun Baru Imlek 2576 Kongzili" },
    { "2025-03-28", "Cuti bersama Hari Suci Nyepi", true },
    { "2025-03-29", "Hari Suci Nyepi (Tahun Baru Saka 1947)" },
    { "2025-03-31", "Idulfitri 1446 Hijriah" },
    { "2025-04-01", "Idulfitri 1446 Hijriah" },
    { "2025-04-02", "Cuti bersama Idulfitri", true },
    { "2025-04-03", "Cuti bersama Idulfitri", true },
    { "2025-04-04", "Cuti bersama Idulfitri", true },
    { "2025-04-07", "Cuti bersama Idulfitri", true },
    { "2025-04-18", "Wafat Yesus Kristus" },
    { "2025-04-20", "Kebangkitan Yesus Kristus (Paskah)" },
    { "2025-05-01", "Hari Buruh Internasional" },
    { "2025-05-12", "Hari Raya Waisak 2569 BE" },
    { "2025-05-13", "Cuti bersama Hari Raya Waisak", true },
    { "2025-05-29", "Kenaikan Yesus Kristus" },
    { "2025-05-30", "Cuti bersama Kenaikan Yesus Kristus", true },
    { "2025-06-01", "Hari Lahir Pancasila" },
    { "2025-06-06", "Iduladha 1446 Hijriah" },
    { "2025-06-09", "Cuti bersama Iduladha", true },
    { "2025-06-27", "1 Muharam Tahun Baru Islam 1447 Hijriah" },
    { "2025-08-17", "Proklamasi Kemerdekaan" },
    { "2025-08-18", "Cuti bersama Proklamasi Kemerdekaan", true },
    { "2025-09-05", "Maulid Nabi Muhammad S.A.W." },
    { "2025-12-25", "Kelahiran Yesus Kristus" },
    { "2025-12-26", "Cuti bersama Kelahiran Yesus Kristus", true },
};

static const struct holiday of_2026[] = {
    { "2026-01-01", "Tahun Baru 2026 Masehi" },
    { "2026-01-16", "Isra Mikraj Nabi Muhammad S.A.W." },
    { "2026-02-16", "Cuti bersama Tahun Baru Imlek", true },
    { "2026-02-17", "Tahun Baru Imlek 2577 Kongzili" },
    { "2026-03-18", "Cuti bersama Hari Suci Nyepi", true },
    { "2026-03-19", "Hari Suci Nyepi (Tahun Baru Saka 1948)" },
    { "2026-03-20", "Cuti bersama Idulfitri", true },
    { "2026-03-21", "Idulfitri 1447 Hijriah" },
    { "2026-03-22", "Idulfitri 1447 Hijriah" },
    { "2026-03-23", "Cuti bersama Idulfitri", true },
    { "2026-03-24", "Cuti bersama Idulfitri", true },
    { "2026-04-03", "Wafat Yesus Kristus" },
    { "2026-04-05", "Kebangkitan Yesus Kristus (Paskah)" },
    { "2026-05-01", "Hari Buruh Internasional" },
    { "2026-05-14", "Kenaikan Yesus Kristus" },
    { "2026-05-15", "Cuti bersama Kenaikan Yesus Kristus", true },
    { "2026-05-27", "Iduladha 1447 Hijriah" },
    { "2026-05-28", "Cuti bersama Iduladha", true },
    { "2026-05-31", "Hari Raya Waisak 2570 BE" },
    { "2026-06-01", "Hari Lahir Pancasila" },
    { "2026-06-16", "1 Muharam Tahun Baru Islam 1448 Hijriah" },
    { "2026-08-17", "Proklamasi Kemerdekaan" },
    { "2026-08-25", "Maulid Nabi Muhammad S.A.W." },
    { "2026-12-24", "Cuti bersama Kelahiran Yesus Kristus", true },
    { "2026-12-25", "Kelahiran Yesus Kristus" },
};

#define COUNT(list) ((int)(sizeof(list) / sizeof(list)[0]))
static const struct holidays years[] = {
    { 2025, "SKB 3 Menteri Nomor 1017/2/2 Tahun 2024, diubah dengan Nomor 933/1/3 Tahun 2025",
      of_2025, COUNT(of_2025) },
    { 2026, "SKB 3 Menteri Nomor 1497/2/5 Tahun 2025", of_2026, COUNT(of_2026) },
};
const int holiday_years[2] = { 2025, 2026 };

const struct holidays *holidays_of(int year)
{
    for (int i = 0; i < COUNT(years); i++) {
        if (years[i].year == year)
            return &years[i];
    }
    return NULL;
}

const struct holiday *holiday_on(const char *date)
{
    const struct holidays *h = holidays_of((int)strtol(date, NULL, 10));
    for (int i = 0; h && i < h->count; i++) {
        if (strcmp(h->items[i].date, date) == 0)
            return &h->items[i];
    }
    return NULL;
}

/* Days from civil, counting years from March: the leap day is then the last one. */
long day_number(const char *date)
{
    long year = strtol(date, NULL, 10);
    long const month = strtol(date + 5, NULL, 10), day = strtol(date + 8, NULL, 10);
    year -= month <= 2;
    long const era = year / 400, of_era = year % 400;
    long const of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void day_text(long day, char out[static 11])
{
    long const shifted = day + 719468, era = shifted / 146097, of_era = shifted % 146097;
    long const year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long const of_year = of_era - (365 * year + year / 4 - year / 100);
    long const month = (5 * of_year + 2) / 153, in_month = of_year - (153 * month + 2) / 5 + 1;
    long const civil = month < 10 ? month + 3 : month - 9;
    snprintf(out, 11, "%04u-%02u-%02u", (unsigned)(year + era * 400 + (civil <= 2)) % 10000,
             (unsigned)civil % 100, (unsigned)in_month % 100);
}

const char *const weekday_names[7] = { "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu",
                                       "Minggu" };

/* 1970-01-01 was a Thursday. */
int day_of_week(long day)
{
    return (int)(((day + 3) % 7 + 7) % 7);
}

/* 1945-08-17, day -8903, was Jumat Legi. */
const char *pasaran(long day)
{
    static const char *const names[5] = { "Legi", "Pahing", "Pon", "Wage", "Kliwon" };
    return names[((day + 8903) % 5 + 5) % 5];
}

int day_of_year(const char *date)
{
    char first[] = "0000-01-01";
    memcpy(first, date, 4);
    return (int)(day_number(date) - day_number(first)) + 1;
}

/* ISO 8601: a week belongs to the year in which its Thursday lies. */
int iso_week(long day, int *year)
{
    char thursday[11];
    day_text(day - day_of_week(day) + 3, thursday);
    *year = (int)strtol(thursday, NULL, 10);
    return (day_of_year(thursday) - 1) / 7 + 1;
}

bool is_working_day(long day)
{
    char date[11];
    if (day_of_week(day) >= 5)
        return false;
    day_text(day, date);
    return !holiday_on(date);
}
