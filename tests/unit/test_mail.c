/* What an e-mail looks like, and what nobody can make it look like. */
#include "domain/messages/mail.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

static int finish(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

static const struct mail_frame frame = {
    .from_name = "Simpul", .from = "noreply@contoh.go.id", .host = "contoh.go.id", .at = NOW,
};

static struct outgoing usual(void)
{
    return (struct outgoing){
        .id = "msg_1", .channel = "email", .to = "budi@contoh.go.id", .template = "password_reset",
        .language = "id", .subject = "Atur ulang password",
        .text = "Buka tautan ini: https://x.id/app/r?a=1&b=2\nAbaikan bila bukan Anda.",
        .link = "https://x.id/app/r?a=1&b=2",
    };
}

static const char *composed(struct outgoing m)
{
    return mail_compose(&arena, &frame, &m);
}

static const char *header(const char *mail, const char *name)
{
    const char *end = strstr(mail, "\r\n\r\n");
    const char *at = strstr(mail, arena_printf(&arena, "\r\n%s: ", name));
    if (!at || at > end)
        return "";
    at += strlen(name) + 4;
    const char *stop = at;
    do
        stop = strstr(stop + 1, "\r\n");
    while (stop[2] == ' ');
    return arena_printf(&arena, "%.*s", (int)(stop - at), at);
}

static void a_mail_says_who_when_and_what(void **state)
{
    (void)state;
    const char *mail = composed(usual());
    assert_memory_equal(mail, "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n", 39);
    assert_string_equal(header(mail, "From"), "Simpul <noreply@contoh.go.id>");
    assert_string_equal(header(mail, "To"), "<budi@contoh.go.id>");
    assert_string_equal(header(mail, "Subject"), "Atur ulang password");
    assert_string_equal(header(mail, "Message-ID"), "<msg_1@contoh.go.id>");
    assert_string_equal(header(mail, "Auto-Submitted"), "auto-generated");
    assert_string_equal(header(mail, "Content-Language"), "id");
}

static void both_parts_have_the_same_words(void **state)
{
    (void)state;
    const char *mail = composed(usual());
    const char *html = mail_html(&arena, &(struct outgoing){ usual().id, .text = usual().text,
        .subject = usual().subject, .link = usual().link });
    assert_non_null(strstr(mail, "Content-Type: text/plain; charset=utf-8"));
    assert_non_null(strstr(mail, "Buka tautan ini: https://x.id/app/r?a=3D1&b=3D2\r\nAbaikan"));
    assert_non_null(strstr(mail, "Content-Type: text/html; charset=utf-8"));
    assert_non_null(strstr(html, "Buka tautan ini: <a href=\"https://x.id/app/r?a=1&amp;b=2\""));
    assert_non_null(strstr(html, "Abaikan bila bukan Anda.</p>"));
}

static void a_code_stands_out(void **state)
{
    (void)state;
    struct outgoing m = usual();
    m.text = "Kode Anda: 012345. Berlaku 5 menit.";
    m.code = "012345";
    m.link = NULL;
    const char *html = mail_html(&arena, &m);
    assert_non_null(strstr(html, ">012345</strong>. Berlaku 5 menit.</p>"));
}

static void nothing_in_a_message_adds_a_header(void **state)
{
    (void)state;
    struct outgoing m = usual();
    m.subject = "Halo\r\nBcc: semua@contoh.go.id\r\n\r\nisi";
    const char *mail = composed(m);
    assert_string_equal(header(mail, "Bcc"), "");
    assert_non_null(strstr(mail, "Subject: =?utf-8?B?"));
    m.subject = "Halo\nBcc: semua@contoh.go.id";
    assert_string_equal(header(composed(m), "Bcc"), "");
}

static void nothing_in_a_message_adds_a_tag(void **state)
{
    (void)state;
    struct outgoing m = usual();
    m.subject = "<b>&\"";
    m.text = "<script>alert(1)</script> & \"x\"";
    m.link = NULL;
    const char *html = mail_html(&arena, &m);
    assert_null(strstr(html, "<script"));
    assert_null(strstr(html, "<b>"));
    assert_non_null(strstr(html, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;"));
}

static void a_long_subject_in_any_script_is_folded(void **state)
{
    (void)state;
    struct outgoing m = usual();
    m.subject = "Pengajuan akses “Wilayah Administrasi” – disetujui, dengan catatan yang panjang "
                "sekali — ☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎☎";
    const char *subject = header(composed(m), "Subject");
    size_t lines = 0;
    for (const char *at = subject; *at; lines++) {
        size_t const size = strcspn(at, "\r");
        assert_in_range(size, 1, 76);
        assert_memory_equal(at + (lines > 0), "=?utf-8?B?", 10);
        at += size + (at[size] ? 2 : 0);
    }
    assert_true(lines > 2);
}

static void no_line_of_the_body_is_too_long(void **state)
{
    (void)state;
    struct outgoing m = usual();
    char *text = arena_alloc(&arena, 4000);
    memset(text, 'x', 3000);
    text[1500] = ' ';
    text[1501] = '\n';
    m.text = text;
    const char *mail = composed(m);
    for (const char *at = strstr(mail, "\r\n\r\n"); at; at = strstr(at + 2, "\r\n"))
        assert_true(strcspn(at + 2, "\r") <= 76);
    assert_non_null(strstr(mail, "=20\r\n"));
}

static void only_an_address_is_an_address(void **state)
{
    (void)state;
    assert_true(mail_address_is_sound("budi@contoh.go.id"));
    static const char *const wrong[] = {
        "", "budi", "@x", "budi@", "a b@x", "a<b@x", "a>b@x", "a@x\r\nDATA", "\"a\"@x", "a,b@x",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(mail_address_is_sound(wrong[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_mail_says_who_when_and_what, finish),
        cmocka_unit_test_teardown(both_parts_have_the_same_words, finish),
        cmocka_unit_test_teardown(a_code_stands_out, finish),
        cmocka_unit_test_teardown(nothing_in_a_message_adds_a_header, finish),
        cmocka_unit_test_teardown(nothing_in_a_message_adds_a_tag, finish),
        cmocka_unit_test_teardown(a_long_subject_in_any_script_is_folded, finish),
        cmocka_unit_test_teardown(no_line_of_the_body_is_too_long, finish),
        cmocka_unit_test_teardown(only_an_address_is_an_address, finish),
    };
    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
