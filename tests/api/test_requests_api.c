/* Requests over HTTP, as the member sees them: every refusal, the letter, the path. */
#include "support/market.h"
#include "support/raw.h"
#include "support/signed_in.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *alice, *bob, *rina;

static int begin(void **state)
{
    if (api_begin(state))
        return 1;
    market_fill(api_db(), api_arena());
    alice = token_of("alice");
    bob = token_of("bob");
    rina = token_of("rina");
    return 0;
}

static json_t *form(const char *bundle)
{
    return json_pack("{ss ss ss ss ss si sb}", "bundle", bundle, "application_name",
                     "Aplikasi Desa", "purpose", "Data wilayah\nuntuk warga", "contact_name",
                     "Budi", "contact_phone", "0812-3456-7890", "expected_calls_per_day", 1000,
                     "agreed", 1);
}

static struct answer send_form(const char *path, const char *token, json_t *json,
                               const char *letter)
{
    return call_form("POST", path, token, "request", json, "letter", letter ? "surat.pdf" : NULL,
                     letter, letter ? strlen(letter) : 0);
}

/* Each test asks for a bundle of its own. */
static const char *fresh_bundle(void)
{
    static int number;
    const char *slug = arena_printf(api_arena(), "bundel-%d", ++number);
    add_bundle(api_db(), api_arena(), slug, "published");
    return slug;
}

static const char *submitted(void)
{
    struct answer a = send_form("/requests", alice, form(fresh_bundle()), SMALL_PDF);
    assert_int_equal(a.status, 201);
    return answer_text(&a, "data.id");
}

static const char *at(const char *id, const char *rest)
{
    return arena_printf(api_arena(), "/requests/%s%s", id, rest);
}

static void decided(const char *id, const char *verb)
{
    const char *path = arena_printf(api_arena(), "/admin/requests/%s/%s", id, verb);
    assert_int_equal(call("POST", path, rina, json_pack("{ss}", "note", "Catatan")).status, 200);
}

static void a_request_is_answered_as_documented(void **state)
{
    (void)state;
    struct answer a = send_form("/requests", alice, form("wilayah"), SMALL_PDF);
    assert_int_equal(a.status, 201);
    assert_string_equal(answer_text(&a, "data.bundle"), "wilayah");
    assert_string_equal(answer_text(&a, "data.status"), "submitted");
    assert_string_equal(answer_text(&a, "data.contact_phone"), "6281234567890");
    assert_string_equal(answer_text(&a, "data.purpose"), "Data wilayah\nuntuk warga");
    assert_string_equal(answer_text(&a, "data.letter.name"), "surat.pdf");
    assert_string_equal(answer_text(&a, "data.timeline.0.status"), "submitted");
    assert_string_equal(answer_text(&a, "data.timeline.0.actor"), "Pemohon");
    assert_string_equal(answer_text(&a, "data.timeline.0.actor_role"), "member");
    a = call("GET", "/requests", alice, NULL);
    assert_string_equal(answer_text(&a, "data.0.bundle"), "wilayah");
    a = call("GET", "/requests?status=approved", alice, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 0);
    a = call("GET", "/requests?bundle=wilayah", alice, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 1);
    a = call("GET", "/requests?bundle=tidak-ada", alice, NULL);
    assert_int_equal(json_array_size(json_object_get(a.json, "data")), 0);
    faults(call("GET", "/requests?status=new", alice, NULL), "status", "not_a_choice");
}

static void a_request_needs_somebody(void **state)
{
    (void)state;
    refuses(send_form("/requests", NULL, form("wilayah"), SMALL_PDF), 401, "unauthenticated");
    refuses(call("GET", "/requests", NULL, NULL), 401, "unauthenticated");
}

static struct answer without(const char *member)
{
    json_t *json = form(fresh_bundle());
    json_object_del(json, member);
    return send_form("/requests", alice, json, SMALL_PDF);
}

static struct answer with(const char *member, json_t *value)
{
    json_t *json = form(fresh_bundle());
    json_object_set_new(json, member, value);
    return send_form("/requests", alice, json, SMALL_PDF);
}

static void every_bad_field_is_named(void **state)
{
    (void)state;
    faults(without("bundle"), "bundle", "required");
    faults(without("application_name"), "application_name", "required");
    faults(without("purpose"), "purpose", "required");
    faults(without("agreed"), "agreed", "must_agree");
    faults(with("agreed", json_false()), "agreed", "must_agree");
    faults(with("bundle", json_string("nowhere")), "bundle", "unknown");
    faults(with("contact_phone", json_string("12")), "contact_phone", "bad_phone");
    faults(with("expected_calls_per_day", json_integer(0)), "expected_calls_per_day",
           "out_of_range");
    faults(with("expected_calls_per_day", json_string("7")), "expected_calls_per_day",
           "wrong_type");
    char *long_name = memset(arena_alloc(api_arena(), 122), 'a', 121);
    faults(with("application_name", json_string(long_name)), "application_name", "too_long");
    refuses(send_form("/requests", alice, json_array(), SMALL_PDF), 400, "bad_input");
    struct answer a = call("POST", "/requests", alice, json_object());
    assert_int_equal(a.status, 422);
    assert_true(json_array_size(json_object_get(a.json, "errors")) >= 4);
}

static void a_draft_cannot_be_requested(void **state)
{
    (void)state;
    add_bundle(api_db(), api_arena(), "rahasia", "draft");
    faults(send_form("/requests", alice, form("rahasia"), SMALL_PDF), "bundle", "unknown");
}

static void the_letter_is_a_pdf_by_its_content(void **state)
{
    (void)state;
    const char *slug = fresh_bundle();
    faults(send_form("/requests", alice, form(slug), NULL), "letter", "required");
    faults(send_form("/requests", alice, form(slug), "hello"), "letter", "not_a_pdf");
    faults(send_form("/requests", alice, form(slug), "%PDF-1.4 without an end"), "letter",
           "not_a_pdf");
    faults(send_form("/requests", alice, form(slug), "\x89PNG\r\n\x1A\n %PDF-1.4 %%EOF"), "letter",
           "not_a_pdf");
    faults(send_form("/requests", alice, form(slug), ""), "letter", "not_a_pdf");
    assert_int_equal(db_number("SELECT count(*) FROM requests JOIN bundles ON bundles.id ="
                               " bundle_id WHERE slug = $1", slug), 0);
}

enum { TEN_MIB = 10 * 1024 * 1024 };

static char *large_pdf(size_t size)
{
    char *bytes = memset(arena_alloc(api_arena(), size + 1), ' ', size);
    memcpy(bytes, "%PDF-1.7\n", 9);
    memcpy(bytes + size - 6, "%%EOF\n", 6);
    return bytes;
}

static void a_letter_has_at_most_ten_mebibytes(void **state)
{
    (void)state;
    const char *slug = fresh_bundle();
    struct answer a = call_form("POST", "/requests", alice, "request", form(slug), "letter",
                                "besar.pdf", large_pdf(TEN_MIB + 1), TEN_MIB + 1);
    refuses(a, 413, "too_large");
    assert_string_equal(answer_text(&a, "errors.0.field"), "letter");
    assert_string_equal(answer_text(&a, "errors.0.code"), "file_too_large");
    a = call_form("POST", "/requests", alice, "request", form(slug), "letter", "besar.pdf",
                  large_pdf(TEN_MIB), TEN_MIB);
    assert_int_equal(a.status, 201);
    assert_int_equal(answer_int(&a, "data.letter.size_bytes"), TEN_MIB);
    a = call("GET", at(answer_text(&a, "data.id"), "/letter"), alice, NULL);
    assert_int_equal(a.status, 200);
    assert_int_equal(a.size, TEN_MIB);
    assert_memory_equal(a.text, large_pdf(TEN_MIB), TEN_MIB);
}

static void wait_for_files(int64_t count)
{
    for (int i = 0; i < 100 && count_rows(api_db(), "SELECT count(*) FROM files") != count; i++)
        usleep(50000);
    assert_int_equal(count_rows(api_db(), "SELECT count(*) FROM files"), count);
}

static void a_letter_that_came_with_a_refused_request_is_not_kept(void **state)
{
    (void)state;
    int64_t const before = count_rows(api_db(), "SELECT count(*) FROM files");
    struct answer a = send_form("/requests", alice, form("tidak-ada"), SMALL_PDF);
    assert_int_equal(a.status, 422);
    assert_int_equal(count_rows(api_db(), "SELECT count(*) FROM files"), before);
}

static void an_aborted_upload_leaves_nothing_to_see(void **state)
{
    (void)state;
    int64_t const requests = count_rows(api_db(), "SELECT count(*) FROM requests");
    int64_t const files = count_rows(api_db(), "SELECT count(*) FROM files");
    const char *head = arena_printf(api_arena(),
        "POST /requests HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: multipart/form-data; boundary=simpul-test\r\n"
        "Content-Length: 9000000\r\n\r\n--simpul-test\r\n"
        "Content-Disposition: form-data; name=\"letter\"; filename=\"a.pdf\"\r\n\r\n%%PDF-", alice);
    int const fd = raw_open((uint16_t)strtoul(strrchr(api_url(), ':') + 1, NULL, 10));
    raw_send(fd, head, strlen(head));
    raw_send(fd, large_pdf(1 << 20), 1 << 20);
    wait_for_files(files + 1);
    assert_int_equal(count_rows(api_db(), "SELECT count(*) FROM files WHERE is_complete = 0"), 1);
    close(fd);
    wait_for_files(files);
    assert_int_equal(count_rows(api_db(), "SELECT count(*) FROM requests"), requests);
}

static void a_second_live_request_is_refused(void **state)
{
    (void)state;
    const char *slug = fresh_bundle();
    assert_int_equal(send_form("/requests", alice, form(slug), SMALL_PDF).status, 201);
    refuses(send_form("/requests", alice, form(slug), SMALL_PDF), 409, "request_live");
    assert_int_equal(send_form("/requests", bob, form(slug), SMALL_PDF).status, 201);
}

static void a_barred_member_is_told(void **state)
{
    (void)state;
    const char *slug = fresh_bundle();
    struct answer a = send_form("/requests", alice, form(slug), SMALL_PDF);
    const char *path = arena_printf(api_arena(), "/admin/requests/%s/reject",
                                    answer_text(&a, "data.id"));
    assert_int_equal(call("POST", path, rina, json_pack("{ss sb}", "note", "Tidak", "barred",
                                                        1)).status, 200);
    refuses(send_form("/requests", alice, form(slug), SMALL_PDF), 403, "request_barred");
}

static void a_validated_institution_can_be_demanded(void **state)
{
    (void)state;
    const char *adi = token_of("adi"), *slug = fresh_bundle();
    assert_int_equal(call("PATCH", "/admin/settings", adi,
                          json_pack("{sb}", "institutions.required", 1)).status, 200);
    refuses(send_form("/requests", alice, form(slug), SMALL_PDF), 403,
            "institution_not_validated");
    assert_int_equal(call("PATCH", "/admin/settings", adi,
                          json_pack("{sb}", "institutions.required", 0)).status, 200);
    assert_int_equal(send_form("/requests", alice, form(slug), SMALL_PDF).status, 201);
}

static void anothers_request_is_not_found(void **state)
{
    (void)state;
    const char *id = submitted();
    refuses(call("GET", at(id, ""), bob, NULL), 404, "not_found");
    refuses(call("DELETE", at(id, ""), bob, NULL), 404, "not_found");
    refuses(call("GET", at(id, "/letter"), bob, NULL), 404, "not_found");
    refuses(send_form(at(id, "/revision"), bob, form("x"), SMALL_PDF), 404, "not_found");
    refuses(call("GET", at("req_unknown", ""), alice, NULL), 404, "not_found");
}

static void the_letter_is_shown_to_its_owner_and_to_reviewers(void **state)
{
    (void)state;
    const char *id = submitted();
    struct answer a = call("GET", at(id, "/letter"), alice, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(a.text, SMALL_PDF);
    assert_string_equal(answer_header(&a, "Content-Type"), "application/pdf");
    assert_non_null(strstr(answer_header(&a, "Content-Disposition"), "inline; "));
    assert_non_null(strstr(answer_header(&a, "Content-Security-Policy"), "sandbox"));
    assert_int_equal(call("GET", at(id, "/letter"), rina, NULL).status, 200);
    refuses(call("GET", at(id, "/letter?version=2"), alice, NULL), 404, "not_found");
    faults(call("GET", at(id, "/letter?version=0"), alice, NULL), "version", "out_of_range");
}

static void a_revision_answers_what_was_asked(void **state)
{
    (void)state;
    const char *id = submitted();
    refuses(send_form(at(id, "/revision"), alice, form("x"), SMALL_PDF), 409,
            "invalid_transition");
    decided(id, "revise");
    struct answer a = call("GET", at(id, ""), alice, NULL);
    assert_string_equal(answer_text(&a, "data.status"), "revision_requested");
    assert_string_equal(answer_text(&a, "data.note"), "Catatan");
    assert_string_equal(answer_text(&a, "data.timeline.1.actor"), "Peninjau");
    static const char second[] = "%PDF-1.4\nsecond\n%%EOF\n";
    json_t *json = form("x");
    json_object_set_new(json, "purpose", json_string("Lebih jelas"));
    a = send_form(at(id, "/revision"), alice, json, second);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.status"), "submitted");
    assert_string_equal(answer_text(&a, "data.timeline.2.changes.0.field"), "purpose");
    assert_string_equal(answer_text(&a, "data.timeline.2.changes.0.to"), "Lebih jelas");
    assert_string_equal(answer_text(&a, "data.timeline.2.changes.1.field"), "letter");
    assert_string_equal(call("GET", at(id, "/letter"), alice, NULL).text, second);
    assert_string_equal(call("GET", at(id, "/letter?version=1"), rina, NULL).text, SMALL_PDF);
    decided(id, "revise");
    faults(send_form(at(id, "/revision"), alice, form("x"), "hello"), "letter", "not_a_pdf");
    assert_int_equal(send_form(at(id, "/revision"), alice, form("x"), NULL).status, 200);
    assert_string_equal(call("GET", at(id, "/letter"), alice, NULL).text, second);
}

static void a_request_is_withdrawn_while_nobody_decided(void **state)
{
    (void)state;
    const char *id = submitted();
    struct answer a = call("DELETE", at(id, ""), alice, NULL);
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.status"), "withdrawn");
    a = call("DELETE", at(id, ""), alice, NULL);
    refuses(a, 409, "invalid_transition");
    assert_string_equal(answer_text(&a, "current_status"), "withdrawn");
    const char *other = submitted();
    decided(other, "approve");
    a = call("DELETE", at(other, ""), alice, NULL);
    refuses(a, 409, "invalid_transition");
    assert_non_null(strstr(answer_text(&a, "message"), "Disetujui"));
    assert_null(strstr(answer_text(&a, "message"), "rina"));
}

static struct answer send_again(const char *slug, const char *purpose)
{
    const char *body = arena_printf(api_arena(),
        "--simpul-test\r\nContent-Disposition: form-data; name=\"request\"\r\n"
        "Content-Type: application/json\r\n\r\n{\"bundle\":\"%s\",\"application_name\":\"A\","
        "\"purpose\":\"%s\",\"agreed\":true}\r\n--simpul-test\r\nContent-Disposition: form-data;"
        " name=\"letter\"; filename=\"a.pdf\"\r\n\r\n%s\r\n--simpul-test--\r\n", slug, purpose,
        SMALL_PDF);
    const char *headers[] = { arena_printf(api_arena(), "Authorization: Bearer %s", alice),
                              "Idempotency-Key: request-1", NULL };
    return call_raw("POST", "/requests", headers, "multipart/form-data; boundary=simpul-test",
                    body, strlen(body));
}

static void sending_twice_makes_one_request(void **state)
{
    (void)state;
    const char *slug = fresh_bundle();
    struct answer first = send_again(slug, "satu"), second = send_again(slug, "satu");
    assert_int_equal(first.status, 201);
    assert_int_equal(second.status, 201);
    assert_string_equal(answer_text(&first, "data.id"), answer_text(&second, "data.id"));
    refuses(send_again(slug, "dua"), 409, "idempotency_mismatch");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_answered_as_documented),
        cmocka_unit_test(a_request_needs_somebody),
        cmocka_unit_test(every_bad_field_is_named),
        cmocka_unit_test(a_draft_cannot_be_requested),
        cmocka_unit_test(the_letter_is_a_pdf_by_its_content),
        cmocka_unit_test(a_letter_has_at_most_ten_mebibytes),
        cmocka_unit_test(an_aborted_upload_leaves_nothing_to_see),
        cmocka_unit_test(a_letter_that_came_with_a_refused_request_is_not_kept),
        cmocka_unit_test(a_second_live_request_is_refused),
        cmocka_unit_test(a_barred_member_is_told),
        cmocka_unit_test(a_validated_institution_can_be_demanded),
        cmocka_unit_test(anothers_request_is_not_found),
        cmocka_unit_test(the_letter_is_shown_to_its_owner_and_to_reviewers),
        cmocka_unit_test(a_revision_answers_what_was_asked),
        cmocka_unit_test(a_request_is_withdrawn_while_nobody_decided),
        cmocka_unit_test(sending_twice_makes_one_request),
    };
    return cmocka_run_group_tests_name("requests api", tests, begin, api_end);
}
