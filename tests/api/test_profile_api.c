/* The own profile over HTTP: reading, renaming, USAPI's update, the picture. */
#include "base/clock.h"
#include "support/pictures.h"
#include "support/signed_in.h"

#include <stdlib.h>
#include <string.h>

static struct answer rename_to(const char *token, const char *name)
{
    return call("PATCH", "/profile", token, json_pack("{ss}", "name", name));
}

static struct answer update(const char *token, json_t *basics)
{
    return call_form("POST", "/update-basic-profile", token, "basic_profile", basics, NULL, NULL,
                     NULL, 0);
}

static json_t *basics(const char *gender, const char *phone, const char *born)
{
    return json_pack("{ss ss ss}", "gender", gender, "phone_number", phone, "date_of_birth", born);
}

static struct answer update_picture(const char *token, const char *phone, const void *bytes,
                                    size_t size)
{
    return call_form("POST", "/update-basic-profile", token, "basic_profile",
                     basics("Perempuan", phone, "1996-10-18"), "profile_img", "foto.jpg", bytes,
                     size);
}

static const char *own_phone(const char *token)
{
    struct answer a = call("GET", "/profile", token, NULL);
    return answer_text(&a, "data.phone_number");
}

static void the_profile_shows_what_is_registered(void **state)
{
    (void)state;
    struct answer a = call("GET", "/profile", signed_in("kurnia", NULL), NULL);
    assert_int_equal(a.status, 200);
    assert_true(json_is_true(json_object_get(a.json, "status")));
    assert_string_equal(answer_text(&a, "data.username"), "kurnia");
    assert_string_equal(answer_text(&a, "data.name"), "kurnia Contoh");
    assert_string_equal(answer_text(&a, "data.first_name"), "kurnia");
    assert_string_equal(answer_text(&a, "data.last_name"), "Contoh");
    assert_string_equal(answer_text(&a, "data.email"), "kurnia@contoh.go.id");
    assert_true(strncmp(answer_text(&a, "data.phone_number"), "62", 2) == 0);
    assert_string_equal(answer_text(&a, "data.role"), "member");
    assert_string_equal(answer_text(&a, "data.user_type"), "non_penyedia");
    assert_string_equal(answer_text(&a, "data.totp.state"), "none");
    const json_t *data = json_object_get(a.json, "data");
    assert_true(json_is_null(json_object_get(data, "profile_image_url")));
    assert_true(json_is_null(json_object_get(data, "institution")));
}

static void a_name_is_split_at_its_first_blank(void **state)
{
    (void)state;
    const char *token = signed_in("nama", NULL);
    struct answer a = rename_to(token, "  Siti  Nur Haliza ");
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "message"), "Profil berhasil diubah");
    assert_string_equal(answer_text(&a, "data.first_name"), "Siti");
    assert_string_equal(answer_text(&a, "data.last_name"), "Nur Haliza");
    a = rename_to(token, "Soekarno");
    assert_string_equal(answer_text(&a, "data.name"), "Soekarno");
    assert_string_equal(answer_text(&a, "data.last_name"), "");
}

static void a_name_that_cannot_be_is_refused(void **state)
{
    (void)state;
    const char *token = signed_in("namaburuk", NULL);
    char *longest = arena_alloc(api_arena(), 202);
    memset(longest, 'a', 101);
    refuses(rename_to(token, ""), 422, "invalid_fields");
    refuses(rename_to(token, "a\nb"), 422, "invalid_fields");
    refuses(rename_to(token, longest), 422, "invalid_fields");
    refuses(call("PATCH", "/profile", token, json_object()), 422, "invalid_fields");
    refuses(call("PATCH", "/profile", NULL, json_pack("{ss}", "name", "x")), 401,
            "unauthenticated");
}

static void the_sources_update_answers_the_sources_body(void **state)
{
    (void)state;
    const char *token = signed_in("sumber", NULL);
    db_ran("UPDATE accounts SET phone_number = NULL, phone_index = NULL"
           " WHERE username = 'sumber'");
    struct answer a = update(token, basics("Laki-Laki", "62 8765-4321", "1996-10-18"));
    assert_int_equal(a.status, 200);
    assert_int_equal(json_object_size(a.json), 2);
    assert_true(json_is_true(json_object_get(a.json, "status")));
    assert_string_equal(answer_text(&a, "message"), "Success update profile");
    a = call("GET", "/profile", token, NULL);
    assert_string_equal(answer_text(&a, "data.gender"), "Laki-Laki");
    assert_string_equal(answer_text(&a, "data.date_of_birth"), "1996-10-18");
    assert_string_equal(answer_text(&a, "data.phone_number"), "6287654321");
}

static void what_the_update_lacks_is_named(void **state)
{
    (void)state;
    const char *token = signed_in("kurang", NULL);
    struct answer a = update(token, json_pack("{ss ss}", "gender", "Perempuan", "phone_number",
                                              "6281"));
    refuses(a, 400, "property_required");
    assert_string_equal(answer_text(&a, "message"), "Must have required property 'date_of_birth'");
    refuses(update(token, NULL), 400, "property_required");
    refuses(call_raw("POST", "/update-basic-profile", NULL, "application/json", "{}", 2), 401,
            "unauthenticated");
}

static void what_the_update_gets_wrong_is_refused(void **state)
{
    (void)state;
    const char *token = signed_in("salah", NULL), *phone = own_phone(token);
    const char *const dates[] = { "1996-02-30", "18-10-1996", "2999-01-01", "1899-12-31", "x" };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        refuses(update(token, basics("Perempuan", phone, dates[i])), 400, "property_invalid");
    refuses(update(token, basics("perempuan", phone, "1996-10-18")), 400, "property_invalid");
    refuses(update(token, basics("Perempuan", "12", "1996-10-18")), 400, "property_invalid");
    signed_in("pemilik", NULL);
    const char *taken = own_phone(token_of("pemilik"));
    refuses(update(token, basics("Perempuan", taken, "1996-10-18")), 400, "phone_taken");
    assert_string_equal(own_phone(token), phone);
}

static int64_t changes_of(const char *username)
{
    return db_number("SELECT count(*) FROM contact_changes c JOIN accounts a"
                     " ON a.id = c.account_id WHERE a.username = $1", username);
}

static void another_number_demands_a_step_up_and_waits_for_its_code(void **state)
{
    (void)state;
    const char *token = signed_in("pindah", NULL), *old = own_phone(token);
    const char *const next = "6289912345678";
    clock_stop_at(clock_now() + 301);
    refuses(update(token, basics("Perempuan", next, "1996-10-18")), 403, "step_up_required");
    assert_int_equal(update(token, basics("Perempuan", old, "1996-10-18")).status, 200);
    assert_int_equal(changes_of("pindah"), 0);

    const char *fresh = token_of("pindah");
    for (int i = 0; i < 2; i++) {       /* what waits already is not sent again */
        struct answer a = update(fresh, basics("Laki-Laki", next, "1996-10-18"));
        assert_int_equal(a.status, 200);
        assert_string_equal(answer_text(&a, "message"), "Success update profile");
        assert_int_equal(json_object_size(a.json), 2);
    }
    assert_string_equal(own_phone(fresh), old);
    struct answer a = call("GET", "/profile", fresh, NULL);
    assert_string_equal(answer_text(&a, "data.gender"), "Laki-Laki");
    a = call("GET", "/profile/contact", fresh, NULL);
    assert_string_equal(answer_text(&a, "data.pending.value"), next);

    a = call("POST", "/profile/contact/confirm", fresh,
             json_pack("{ss}", "code", mailed(next, "code")));
    assert_int_equal(a.status, 200);
    assert_string_equal(own_phone(fresh), next);
}

static void a_number_that_was_sent_too_many_codes_has_to_wait(void **state)
{
    (void)state;
    const char *token = signed_in("bolakbalik", NULL);
    assert_int_equal(update(token, basics("Perempuan", "6289911110001", "1996-10-18")).status, 200);
    assert_int_equal(update(token, basics("Perempuan", "6289911110002", "1996-10-18")).status, 200);
    struct answer a = update(token, basics("Laki-Laki", "6289911110001", "1996-10-18"));
    refuses(a, 429, "too_many_requests");
    assert_string_equal(answer_header(&a, "Retry-After"), "60");
    a = call("GET", "/profile", token, NULL);
    assert_string_equal(answer_text(&a, "data.gender"), "Perempuan");
}

static void a_picture_is_cleaned_and_shown_to_its_owner(void **state)
{
    (void)state;
    const char *token = signed_in("potret", NULL), *phone = own_phone(token);
    struct file const jpeg = file_with_exif(drawn_jpeg(64, 48), 1, true);
    struct answer a = update_picture(token, phone, jpeg.bytes, jpeg.size);
    assert_int_equal(a.status, 200);
    a = call("GET", "/profile", token, NULL);
    const char *url = answer_text(&a, "data.profile_image_url");
    assert_true(strncmp(url, "/profile/picture?v=", 19) == 0);

    a = call("GET", url, token, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_header(&a, "Content-Type"), "image/jpeg");
    assert_null(memmem(a.text, a.size, "Exif", 4));
    refuses(call("GET", url, signed_in("pengintip", NULL), NULL), 404, "not_found");
    assert_int_equal(db_number("SELECT count(*) FROM files WHERE is_attached = 0 AND $1 <> ''",
                               "-"), 0);
}

static void a_new_picture_takes_the_place_of_the_old_one(void **state)
{
    (void)state;
    const char *token = signed_in("gantifoto", NULL), *phone = own_phone(token);
    struct file const jpeg = file_with_exif(drawn_jpeg(64, 48), 1, true);
    int64_t const before = db_number("SELECT count(*) FROM files WHERE $1 <> ''", "-");
    assert_int_equal(update_picture(token, phone, jpeg.bytes, jpeg.size).status, 200);
    assert_int_equal(update_picture(token, phone, jpeg.bytes, jpeg.size).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM files WHERE $1 <> ''", "-"), before + 1);
}

static void what_is_no_picture_is_refused_by_its_content(void **state)
{
    (void)state;
    const char *token = signed_in("bukanfoto", NULL), *phone = own_phone(token);
    refuses(update_picture(token, phone, "%PDF-1.7 not a picture", 22), 415, "unsupported_media");
    refuses(update_picture(token, phone, "\xFF\xD8\xFF\xE0 broken", 11), 415,
            "unsupported_media");
    refuses(update_picture(token, phone, "", 0), 415, "unsupported_media");
    size_t const size = 5 * 1024 * 1024 + 1;
    char *big = calloc(1, size);
    refuses(update_picture(token, phone, big, size), 413, "too_large");
    free(big);
    refuses(call("GET", "/profile/picture", token, NULL), 404, "not_found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_profile_shows_what_is_registered),
        cmocka_unit_test(a_name_is_split_at_its_first_blank),
        cmocka_unit_test(a_name_that_cannot_be_is_refused),
        cmocka_unit_test(the_sources_update_answers_the_sources_body),
        cmocka_unit_test(what_the_update_lacks_is_named),
        cmocka_unit_test(what_the_update_gets_wrong_is_refused),
        cmocka_unit_test(another_number_demands_a_step_up_and_waits_for_its_code),
        cmocka_unit_test(a_number_that_was_sent_too_many_codes_has_to_wait),
        cmocka_unit_test(a_picture_is_cleaned_and_shown_to_its_owner),
        cmocka_unit_test(a_new_picture_takes_the_place_of_the_old_one),
        cmocka_unit_test(what_is_no_picture_is_refused_by_its_content),
    };
    return cmocka_run_group_tests_name("profile api", tests, api_begin, api_end);
}
