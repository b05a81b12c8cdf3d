#include "demo/kalender_api.h"

#include "base/text.h"
#include "demo/calendar.h"

#include <stdlib.h>
#include <string.h>

enum { ADD_MAX = 400 };

static json_t *holiday_json(const struct holiday *h)
{
    return json_pack("{ss ss ss ss}", "tanggal", h->date, "hari",
                     weekday_names[day_of_week(day_number(h->date))], "nama", h->name,
                     "jenis", h->is_leave ? "cuti_bersama" : "libur_nasional");
}

enum err kalender_holidays(struct req *r)
{
    const char *text = in_query(r, "tahun");
    int64_t year = 0;
    if (!text || !text_to_int(text, holiday_years[0], holiday_years[1], &year))
        in_fault(r, "tahun", text ? "out_of_range" : "required");
    const char *kind = in_query(r, "jenis");
    if (kind && !text_is(kind, "libur_nasional") && !text_is(kind, "cuti_bersama"))
        in_fault(r, "jenis", "not_a_choice");
    TRY(in_check(r));

    const struct holidays *h = holidays_of((int)year);
    json_t *items = json_array();
    for (int i = 0; i < h->count; i++) {
        if (!kind || text_is(kind, "cuti_bersama") == h->items[i].is_leave)
            json_array_append_new(items, holiday_json(&h->items[i]));
    }
    return reply_raw(r, 200, json_pack("{so ss}", "data", items, "dasar", h->decree));
}

/* A date of the query; within years that have a decree where it is to be counted. */
static const char *date_in(struct req *r, const char *name)
{
    const char *text = in_query(r, name);
    if (!text)
        in_fault(r, name, "required");
    else if (!date_is_valid(text))
        in_fault(r, name, "bad_date");
    else if (!holidays_of((int)strtol(text, NULL, 10)))
        in_fault(r, name, "out_of_range");
    return text;
}

enum err kalender_day(struct req *r)
{
    const char *date = in_path(r, "tanggal");
    if (!date_is_valid(date) || strncmp(date, "1900", 4) < 0) {
        in_fault(r, "tanggal", "bad_date");
        return in_check(r);
    }
    long const day = day_number(date);
    int week_year = 0;
    int const week = iso_week(day, &week_year);
    const struct holiday *holiday = holiday_on(date);
    bool const is_known = holidays_of((int)strtol(date, NULL, 10)) != NULL;
    return reply_raw(r, 200, json_pack("{s{ss ss ss si s{si si} so so}}", "data",
        "tanggal", date, "hari", weekday_names[day_of_week(day)], "pasaran", pasaran(day),
        "hari_ke", day_of_year(date), "pekan", "tahun", week_year, "nomor", week,
        "libur", holiday ? holiday_json(holiday) : json_null(),
        "hari_kerja", is_known ? json_boolean(is_working_day(day)) : json_null()));
}

enum err kalender_count(struct req *r)
{
    const char *from = date_in(r, "dari"), *to = date_in(r, "sampai");
    TRY(in_check(r));
    long const first = day_number(from), last = day_number(to);
    if (last < first) {
        in_fault(r, "sampai", "out_of_range");
        return in_check(r);
    }
    int working = 0;
    json_t *holidays = json_array();
    for (long day = first; day <= last; day++) {
        char date[11];
        day_text(day, date);
        const struct holiday *h = holiday_on(date);
        working += is_working_day(day);
        if (h)
            json_array_append_new(holidays, holiday_json(h));
    }
    return reply_raw(r, 200, json_pack("{s{ss ss sI si so}}", "data", "dari", from, "sampai", to,
        "hari_kalender", (json_int_t)(last - first + 1), "hari_kerja", working,
        "libur", holidays));
}

/* The day on which a term of so many working days ends; the day it begins is not counted. */
enum err kalender_add(struct req *r)
{
    const char *from = date_in(r, "dari"), *text = in_query(r, "hari");
    int64_t left = 0;
    if (!text || !text_to_int(text, 1, ADD_MAX, &left))
        in_fault(r, "hari", text ? "out_of_range" : "required");
    TRY(in_check(r));
    int64_t const wanted = left;
    long day = day_number(from);
    char date[11] = "";
    while (left > 0) {
        day_text(++day, date);
        if (!holidays_of((int)strtol(date, NULL, 10)))
            return req_say(r, NOT_FOUND, "Hari libur tahun itu belum ditetapkan.",
                           "That year's holidays have not been decreed.");
        left -= is_working_day(day);
    }
    return reply_raw(r, 200, json_pack("{s{ss sI ss ss}}", "data", "dari", from, "hari",
        (json_int_t)wanted, "jatuh_tempo", date, "nama_hari", weekday_names[day_of_week(day)]));
}
