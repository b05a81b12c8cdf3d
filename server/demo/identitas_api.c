#include "demo/identitas_api.h"

#include "demo/identity_numbers.h"

#include <stdio.h>
#include <time.h>

enum { NUMBER_MAX = 40 };

static int this_year(const struct req *r)
{
    struct tm utc;
    time_t const now = (time_t)r->now;
    return gmtime_r(&now, &utc) ? utc.tm_year + 1900 : 1970;
}

static void add_mistake(json_t *list, bool is_wrong, const char *words)
{
    if (is_wrong)
        json_array_append_new(list, json_string(words));
}

static json_t *place_json(const struct region *district)
{
    json_t *out = json_object();
    for (int level = 0; level <= (int)district->level; level++) {
        struct region one = *district;
        if (level < (int)district->level && !region_ancestor(district, level, &one))
            continue;
        json_object_set_new(out, region_level_names[level], json_pack("{ss% ss%}",
            "kode", one.code, (size_t)one.code_size, "nama", one.name, (size_t)one.name_size));
    }
    return out;
}

enum err identitas_nik(struct req *r)
{
    const char *text = in_text(r, "nik", 1, NUMBER_MAX);
    TRY(in_check(r));

    struct nik const n = nik_read(text, this_year(r));
    json_t *mistakes = json_array();
    add_mistake(mistakes, !n.has_sixteen_digits, "NIK harus 16 angka");
    add_mistake(mistakes, n.has_sixteen_digits && !n.has_region,
                "Enam angka pertama bukan kode kecamatan");
    add_mistake(mistakes, n.has_sixteen_digits && !n.has_birthday, "Tanggal lahir tidak ada");
    add_mistake(mistakes, n.has_sixteen_digits && !n.has_number, "Nomor urut tidak boleh 0000");
    bool const is_valid = json_array_size(mistakes) == 0;
    return reply_raw(r, 200, json_pack("{s{sb so so so so}}", "data", "sah", is_valid,
        "kesalahan", mistakes,
        "wilayah", n.has_region ? place_json(&n.district) : json_null(),
        "jenis_kelamin", n.has_birthday ? json_string(n.is_female ? "Perempuan" : "Laki-Laki")
                                        : json_null(),
        "tanggal_lahir", n.has_birthday ? json_string(n.birthday) : json_null()));
}

/* As it is printed: 01.234.567.8-901.234 */
static json_t *printed_json(const struct npwp *n)
{
    const char *d = n->digits + (n->digits[15] ? 1 : 0);
    return json_sprintf("%.2s.%.3s.%.3s.%.1s-%.3s.%.3s", d, d + 2, d + 5, d + 8, d + 9, d + 12);
}

enum err identitas_npwp(struct req *r)
{
    const char *text = in_text(r, "npwp", 1, NUMBER_MAX);
    TRY(in_check(r));

    struct npwp const n = npwp_read(text);
    bool const is_old = n.digits[0] && !n.is_nik;
    bool const is_valid = n.is_nik ? nik_read(n.digits, this_year(r)).has_region
                                   : is_old && n.has_check_digit;
    json_t *mistakes = json_array();
    add_mistake(mistakes, !n.digits[0], "NPWP harus 15 atau 16 angka");
    add_mistake(mistakes, is_old && !n.has_check_digit, "Angka pemeriksa tidak cocok");
    add_mistake(mistakes, n.is_nik && !is_valid, "NPWP 16 angka ini bukan NIK yang benar");
    return reply_raw(r, 200, json_pack("{s{sb so ss? so so so}}", "data", "sah", is_valid,
        "kesalahan", mistakes,
        "jenis", n.is_nik ? "nik" : is_old ? "npwp" : NULL,
        "tertulis", is_old ? printed_json(&n) : json_null(),
        "kode_kpp", is_old ? json_string(n.office) : json_null(),
        "kode_cabang", is_old ? json_string(n.branch) : json_null()));
}
