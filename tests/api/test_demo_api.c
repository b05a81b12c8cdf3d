/* The demo upstream over HTTP, on a free port, and what it knows. */
#include "demo/calendar.h"
#include "demo/demo.h"
#include "demo/identity_numbers.h"
#include "support/server.h"
#include "web/server.h"

#include <string.h>

static struct server *demo;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    enum err const e = demo_start(api_config(), 0, &demo);
    if (e)
        print_error("no demo: %s\n", err_why());
    return e != OK;
}

static int end(void **state)
{
    demo_stop(demo);
    return api_end(state);
}

static struct answer get(const char *path)
{
    return call_at(server_port(demo), "GET", path, NULL, NULL, 0);
}

static struct answer post(const char *path, const char *type, const char *body)
{
    return call_at(server_port(demo), "POST", path, type, body, strlen(body));
}

static void regions_are_read_from_the_top_down(void **state)
{
    (void)state;
    struct answer a = get("/wilayah/provinsi");
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "meta.jumlah"), 38);
    assert_string_equal(answer_text(&a, "data.0.kode"), "11");
    assert_string_equal(answer_text(&a, "data.0.nama"), "ACEH");
    a = get("/wilayah/provinsi/32");
    assert_string_equal(answer_text(&a, "data.nama"), "JAWA BARAT");
    assert_int_equal(answer_int(&a, "data.jumlah_kabupaten"), 27);
    a = get("/wilayah/provinsi/32/kabupaten?per_halaman=5&halaman=6");
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 2);
    assert_int_equal(answer_int(&a, "meta.jumlah_halaman"), 6);
    a = get("/wilayah/kabupaten/32.73/kecamatan");
    assert_int_equal(answer_int(&a, "meta.jumlah"), 30);
    a = get("/wilayah/kecamatan/110101/desa");
    assert_string_equal(answer_text(&a, "data.0.kode"), "11.01.01.2001");
    a = get("/wilayah/desa/1101012001");
    assert_string_equal(answer_text(&a, "data.nama"), "Keude Bakongan");
    assert_string_equal(answer_text(&a, "data.kecamatan.nama"), "Bakongan");
    assert_string_equal(answer_text(&a, "data.provinsi.kode"), "11");
    a = get("/wilayah/provinsi?halaman=999");
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 0);
}

static void a_code_of_no_region_or_another_level_is_not_found(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "/wilayah/provinsi/99", "/wilayah/provinsi/1", "/wilayah/provinsi/32.73",
        "/wilayah/provinsi/abc", "/wilayah/kabupaten/32", "/wilayah/kabupaten/32.99/kecamatan",
        "/wilayah/kecamatan/32.73.99/desa", "/wilayah/desa/11.01.01.9999",
        "/wilayah/desa/11.01.01.20011111111111111", "/wilayah/desa/%2e%2e", "/wilayah", NULL };
    for (const char *const *path = paths; *path; path++) {
        struct answer a = get(*path);
        assert_int_equal(a.status, 404);
        assert_string_equal(answer_text(&a, "code"), "not_found");
    }
    assert_int_equal(get("/wilayah/provinsi?halaman=0").status, 422);
    assert_int_equal(get("/wilayah/provinsi?per_halaman=1001").status, 422);
}

static void names_are_found_by_the_beginnings_of_words(void **state)
{
    (void)state;
    struct answer a = get("/wilayah/cari?q=makmur+SUKA&tingkat=desa&per_halaman=2");
    assert_int_equal(a.status, 200);
    assert_true(answer_int(&a, "meta.jumlah") > 10);
    assert_string_equal(answer_text(&a, "data.0.tingkat"), "desa");
    assert_non_null(strstr(answer_text(&a, "data.0.nama"), "Suka"));
    a = get("/wilayah/cari?q=jakarta+sel");
    assert_non_null(strstr(answer_text(&a, "data.0.nama"), "JAKARTA SELATAN"));
    a = get("/wilayah/cari?q=akarta&tingkat=provinsi");
    assert_int_equal(answer_int(&a, "meta.jumlah"), 0);
    assert_int_equal(get("/wilayah/cari").status, 422);
    assert_int_equal(get("/wilayah/cari?q=a").status, 422);
    assert_int_equal(get("/wilayah/cari?q=aceh&tingkat=dusun").status, 422);
}

static void the_echo_says_what_it_heard(void **state)
{
    (void)state;
    struct answer a = post("/wilayah/gema?salam=halo%20dunia", "text/plain", "isi badan");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "method"), "POST");
    assert_string_equal(answer_text(&a, "path"), "/gema");
    assert_string_equal(answer_text(&a, "query.salam"), "halo dunia");
    assert_string_equal(answer_text(&a, "headers.Content-Type"), "text/plain");
    assert_string_equal(answer_text(&a, "body"), "isi badan");
    a = post("/wilayah/gema", "application/json", "{\"a\":{\"b\":\"c\"}}");
    assert_string_equal(answer_text(&a, "body.a.b"), "c");
    a = post("/wilayah/gema", "application/json", "{rusak");
    assert_string_equal(answer_text(&a, "body"), "{rusak");
    a = post("/wilayah/gema", "application/octet-stream", "\xFF\xFE");
    assert_string_equal(answer_text(&a, "body"), "//4=");
    a = post("/wilayah/gema", "application/x-www-form-urlencoded", "a=1&b=2");
    assert_string_equal(answer_text(&a, "body"), "a=1&b=2");
    assert_int_equal(get("/wilayah/gema").status, 405);
}

static void holidays_are_those_of_the_decree(void **state)
{
    (void)state;
    struct answer a = get("/kalender/libur?tahun=2026&jenis=libur_nasional");
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 17);
    a = get("/kalender/libur?tahun=2026&jenis=cuti_bersama");
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 8);
    assert_non_null(strstr(answer_text(&a, "dasar"), "1497"));
    a = get("/kalender/libur?tahun=2025");
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 28);
    assert_int_equal(get("/kalender/libur").status, 422);
    assert_int_equal(get("/kalender/libur?tahun=2031").status, 422);
    assert_int_equal(get("/kalender/libur?tahun=2026&jenis=x").status, 422);
}

static void working_days_are_counted_and_added(void **state)
{
    (void)state;
    struct answer a = get("/kalender/hari-kerja?dari=2026-03-16&sampai=2026-03-27");
    assert_int_equal(answer_int(&a, "data.hari_kerja"), 5);
    assert_int_equal(answer_int(&a, "data.hari_kalender"), 12);
    a = get("/kalender/hari-kerja?dari=2026-11-21&sampai=2026-11-22");
    assert_int_equal(answer_int(&a, "data.hari_kerja"), 0);
    a = get("/kalender/hari-kerja/jatuh-tempo?dari=2026-03-17&hari=5");
    assert_string_equal(answer_text(&a, "data.jatuh_tempo"), "2026-03-31");
    a = get("/kalender/hari-kerja/jatuh-tempo?dari=2025-12-24&hari=2");
    assert_string_equal(answer_text(&a, "data.jatuh_tempo"), "2025-12-30");
    assert_int_equal(get("/kalender/hari-kerja/jatuh-tempo?dari=2026-12-30&hari=9").status, 404);
    assert_int_equal(get("/kalender/hari-kerja/jatuh-tempo?dari=2026-12-30&hari=0").status, 422);
    assert_int_equal(get("/kalender/hari-kerja?dari=2026-02-30&sampai=2026-03-01").status, 422);
    assert_int_equal(get("/kalender/hari-kerja?dari=2026-03-02&sampai=2026-03-01").status, 422);
    assert_int_equal(get("/kalender/hari-kerja?dari=1999-03-02&sampai=2026-03-01").status, 422);
}

static void a_day_is_told_by_every_calendar(void **state)
{
    (void)state;
    struct answer a = get("/kalender/tanggal/2026-08-17");
    assert_string_equal(answer_text(&a, "data.hari"), "Senin");
    assert_string_equal(answer_text(&a, "data.libur.nama"), "Proklamasi Kemerdekaan");
    assert_int_equal(answer_int(&a, "data.hari_ke"), 229);
    a = get("/kalender/tanggal/1945-08-17");
    assert_string_equal(answer_text(&a, "data.hari"), "Jumat");
    assert_string_equal(answer_text(&a, "data.pasaran"), "Legi");
    a = get("/kalender/tanggal/2027-01-01");
    assert_int_equal(answer_int(&a, "data.pekan.tahun"), 2026);
    assert_int_equal(answer_int(&a, "data.pekan.nomor"), 53);
    assert_int_equal(get("/kalender/tanggal/2026-13-01").status, 422);
    for (long day = -25000; day < 25000; day++) {
        char text[11];
        day_text(day, text);
        assert_int_equal(day_number(text), day);
    }
}

static void a_nik_is_checked_by_its_digits(void **state)
{
    (void)state;
    struct answer a = post("/identitas/nik", "application/json", "{\"nik\":\"1101015508900001\"}");
    assert_true(json_is_true(json_object_get(json_object_get(a.json, "data"), "sah")));
    assert_string_equal(answer_text(&a, "data.jenis_kelamin"), "Perempuan");
    assert_string_equal(answer_text(&a, "data.tanggal_lahir"), "1990-08-15");
    assert_string_equal(answer_text(&a, "data.wilayah.kecamatan.nama"), "Bakongan");
    static const char *const bad[] = { "110101550890000", "9901015508900001", "1101013202900001",
                                       "1101015508900000", "11010155089000a1", NULL };
    for (const char *const *nik = bad; *nik; nik++) {
        a = post("/identitas/nik", "application/json",
                 arena_printf(api_arena(), "{\"nik\":\"%s\"}", *nik));
        assert_int_equal(a.status, 200);
        assert_true(json_is_false(json_object_get(json_object_get(a.json, "data"), "sah")));
        assert_true(*answer_text(&a, "data.kesalahan.0"));
    }
    assert_int_equal(post("/identitas/nik", "application/json", "{}").status, 422);
    assert_int_equal(post("/identitas/nik", "text/plain", "x").status, 415);
    assert_string_equal(nik_read("1101011508010001", 2026).birthday, "2001-08-15");
    assert_string_equal(nik_read("1101011508270001", 2026).birthday, "1927-08-15");
}

static void an_npwp_is_checked_by_its_check_digit(void **state)
{
    (void)state;
    struct answer a = post("/identitas/npwp", "application/json",
                           "{\"npwp\":\"01.312.166.0-091.000\"}");
    assert_true(json_is_true(json_object_get(json_object_get(a.json, "data"), "sah")));
    assert_string_equal(answer_text(&a, "data.kode_kpp"), "091");
    a = post("/identitas/npwp", "application/json", "{\"npwp\":\"0013121660091000\"}");
    assert_string_equal(answer_text(&a, "data.tertulis"), "01.312.166.0-091.000");
    a = post("/identitas/npwp", "application/json", "{\"npwp\":\"1101015508900001\"}");
    assert_string_equal(answer_text(&a, "data.jenis"), "nik");
    assert_true(npwp_read("013121660091000").has_check_digit);
    assert_false(npwp_read("013121661091000").has_check_digit);
    assert_string_equal(npwp_read("0131216600910").digits, "");
    assert_string_equal(npwp_read("01312166009100012").digits, "");
    assert_string_equal(npwp_read("01312166x0091000").digits, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_are_read_from_the_top_down),
        cmocka_unit_test(a_code_of_no_region_or_another_level_is_not_found),
        cmocka_unit_test(names_are_found_by_the_beginnings_of_words),
        cmocka_unit_test(the_echo_says_what_it_heard),
        cmocka_unit_test(holidays_are_those_of_the_decree),
        cmocka_unit_test(working_days_are_counted_and_added),
        cmocka_unit_test(a_day_is_told_by_every_calendar),
        cmocka_unit_test(a_nik_is_checked_by_its_digits),
        cmocka_unit_test(an_npwp_is_checked_by_its_check_digit),
    };
    return cmocka_run_group_tests_name("demo upstream", tests, begin, end);
}
