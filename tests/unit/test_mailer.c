/* E-mail through a mail server that is in a good mood, or not. */
#include "base/clock.h"
#include "domain/messages/delivery.h"
#include "domain/messages/mailer.h"
#include "domain/messages/secrets.h"
#include "support/certs.h"
#include "support/smtpd.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

#define LOGIN "AHNpbXB1bABrb3BpOnBhZ2k="           /* \0simpul\0kopi:pagi */

static struct smtpd *server;
static struct arena arena;

static const struct outgoing mail = {
    .id = "msg_1", .channel = "email", .to = "budi@contoh.go.id", .template = "otp",
    .language = "id", .subject = "Kode OTP", .text = "Kode Anda: 012345\n.titik", .code = "012345",
};

static int begin(void **state)
{
    if (certs_begin(state))
        return 1;
    certs_make("good", "DNS:localhost,IP:127.0.0.1");
    certs_make("wrong", "DNS:lain.test");
    return 0;
}

static int open_server(void **state)
{
    (void)state;
    unsetenv("EMAIL_LOGIN");
    provider_secrets_open(NULL);
    server = smtpd_open(certs_path("good", ".pem"), certs_path("good", ".key"));
    return 0;
}

static int close_server(void **state)
{
    (void)state;
    smtpd_close(server);
    provider_secrets_close();
    arena_finish(&arena);
    return 0;
}

static struct backend opened(const char *scheme, const char *ca)
{
    struct backend b = { 0 };
    struct delivery_settings const s = {
        .public_url = "https://layanan.contoh.go.id", .ca_file = certs_path(ca, ".pem"),
        .email_from = "Layanan Simpul <noreply@contoh.go.id>",
    };
    const char *url = arena_printf(&arena, "%s://localhost:%u", scheme, smtpd_port(server));
    assert_ok(mailer_open(&s, url, &b));
    return b;
}

static struct outcome sent_by(const struct backend *b)
{
    struct outcome out = { .handed = UNSURE };
    b->send(b, &arena, &mail, &out);
    return out;
}

static void log_in(void)
{
    setenv("EMAIL_LOGIN", "simpul:kopi:pagi", 1);
    provider_secrets_open(NULL);
}

static void a_mail_is_handed_over_whole(void **state)
{
    (void)state;
    struct backend const b = opened("smtp", "ca");
    smtpd_behave(server, (struct smtpd_manner){ 0 });
    assert_int_equal(sent_by(&b).handed, TAKEN);
    const struct smtpd_heard *h = smtpd_heard(server);
    assert_int_equal(h->mails, 1);
    assert_string_equal(h->from, "noreply@contoh.go.id");
    assert_string_equal(h->to, "budi@contoh.go.id");
    assert_string_equal(h->name, "layanan.contoh.go.id");
    assert_non_null(strstr(h->mail, "From: Layanan Simpul <noreply@contoh.go.id>\n"));
    assert_non_null(strstr(h->mail, "Message-ID: <msg_1@contoh.go.id>\n"));
    assert_non_null(strstr(h->mail, "Kode Anda: 012345\n.titik\n"));
    assert_non_null(strstr(h->mail, "--=_msg_1--\n"));
}

static void with_a_login_starttls_is_demanded(void **state)
{
    (void)state;
    log_in();
    struct backend const b = opened("smtp", "ca");
    smtpd_behave(server, (struct smtpd_manner){ .offers_starttls = true, .login = LOGIN });
    assert_int_equal(sent_by(&b).handed, TAKEN);
    assert_true(smtpd_heard(server)->was_encrypted);
    assert_true(smtpd_heard(server)->was_logged_in);
    smtpd_behave(server, (struct smtpd_manner){ .login = LOGIN });
    assert_int_equal(sent_by(&b).handed, NOT_YET);
    assert_false(smtpd_heard(server)->was_logged_in);
    assert_int_equal(smtpd_heard(server)->mails, 0);
}

static void smtps_speaks_tls_from_the_start(void **state)
{
    (void)state;
    log_in();
    struct backend const b = opened("smtps", "ca");
    smtpd_behave(server, (struct smtpd_manner){ .speaks_tls = true, .login = LOGIN });
    assert_int_equal(sent_by(&b).handed, TAKEN);
    assert_true(smtpd_heard(server)->was_logged_in);
}

static void a_certificate_of_nobody_gets_neither_login_nor_mail(void **state)
{
    (void)state;
    log_in();
    struct backend const b = opened("smtp", "other");
    smtpd_behave(server, (struct smtpd_manner){ .offers_starttls = true, .login = LOGIN });
    assert_int_equal(sent_by(&b).handed, NOT_YET);
    assert_false(smtpd_heard(server)->was_logged_in);
    assert_non_null(b.check);
    assert_err(INTERNAL, b.check(&b, &arena));
}

static void a_wrong_password_is_nothing_about_the_mail(void **state)
{
    (void)state;
    log_in();
    struct backend const b = opened("smtp", "ca");
    smtpd_behave(server, (struct smtpd_manner){ .offers_starttls = true, .login = "AHgAeQ==" });
    struct outcome const out = sent_by(&b);
    assert_int_equal(out.handed, NOT_YET);
    assert_string_equal(out.why, "the mail server answered 535 5.7.8");
}

static void what_a_recipient_gets_is_final_or_not(void **state)
{
    (void)state;
    struct backend const b = opened("smtp", "ca");
    static const struct {
        const char *rcpt, *data;
        enum handed handed;
        const char *why;
    } cases[] = {
        { "550 5.1.1 <budi@contoh.go.id> unknown\r\n", NULL, REFUSED,
          "the mail server answered 550 5.1.1" },
        { "450 4.2.0 greylisted\r\n", NULL, NOT_YET, "the mail server answered 450 4.2.0" },
        { NULL, "554 spam\r\n", REFUSED, "the mail server answered 554" },
        { NULL, "452 4.3.1 full\r\n", NOT_YET, "the mail server answered 452 4.3.1" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        smtpd_behave(server, (struct smtpd_manner){ .to_rcpt = cases[i].rcpt,
                                                    .to_data = cases[i].data });
        struct outcome const out = sent_by(&b);
        assert_int_equal(out.handed, cases[i].handed);
        assert_string_equal(out.why, cases[i].why);
    }
}

static void a_server_that_goes_silent_with_the_mail_leaves_a_doubt(void **state)
{
    (void)state;
    struct backend const b = opened("smtp", "ca");
    smtpd_behave(server, (struct smtpd_manner){ .hangs_up_after_data = true });
    assert_int_equal(sent_by(&b).handed, UNSURE);
    smtpd_behave(server, (struct smtpd_manner){ .hangs_up_at_once = true });
    assert_int_equal(sent_by(&b).handed, NOT_YET);
}

static void the_check_logs_in_and_sends_nothing(void **state)
{
    (void)state;
    log_in();
    struct backend const b = opened("smtp", "ca");
    smtpd_behave(server, (struct smtpd_manner){ .offers_starttls = true, .login = LOGIN });
    assert_ok(b.check(&b, &arena));
    assert_true(smtpd_heard(server)->was_logged_in);
    assert_int_equal(smtpd_heard(server)->mails, 0);
    smtpd_behave(server, (struct smtpd_manner){ .offers_starttls = true, .login = "AHgAeQ==" });
    assert_err(INTERNAL, b.check(&b, &arena));
}

static void a_recipient_that_is_none_is_never_told_to_the_server(void **state)
{
    (void)state;
    struct backend const b = opened("smtp", "ca");
    struct outgoing bad = mail;
    struct outcome out = { 0 };
    bad.to = "budi@contoh.go.id>\r\nDATA";
    smtpd_behave(server, (struct smtpd_manner){ 0 });
    b.send(&b, &arena, &bad, &out);
    assert_int_equal(out.handed, REFUSED);
    assert_int_equal(smtpd_heard(server)->connections, 0);
}

static void a_setting_that_is_wrong_is_named(void **state)
{
    (void)state;
    struct backend b;
    struct delivery_settings s = { .public_url = "https://x", .email_from = "a@b.id" };
    static const char *const wrong[] = {
        "smtp://", "smtp://a:b@mail.id", "smtp://mail.id/x", "smtp://mail.id:0",
        "smtps://mail.id:x", "smtp://mail.id:25?x",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_err(BAD_INPUT, mailer_open(&s, wrong[i], &b));
    assert_ok(mailer_open(&s, "smtp://mail.id", &b));
    assert_ok(mailer_open(&s, "smtps://[::1]:465", &b));
    static const char *const senders[] = { "", "a", "A <a@b.id> x", "A\nB <a@b.id>", "<>" };
    for (size_t i = 0; i < sizeof senders / sizeof senders[0]; i++) {
        s.email_from = senders[i];
        assert_err(BAD_INPUT, mailer_open(&s, "smtp://mail.id", &b));
    }
    setenv("EMAIL_LOGIN", "nocolon", 1);
    provider_secrets_open(NULL);
    s.email_from = "a@b.id";
    assert_err(BAD_INPUT, mailer_open(&s, "smtp://mail.id", &b));
}

#define served(test) cmocka_unit_test_setup_teardown(test, open_server, close_server)

int main(void)
{
    const struct CMUnitTest tests[] = {
        served(a_mail_is_handed_over_whole),
        served(with_a_login_starttls_is_demanded),
        served(smtps_speaks_tls_from_the_start),
        served(a_certificate_of_nobody_gets_neither_login_nor_mail),
        served(a_wrong_password_is_nothing_about_the_mail),
        served(what_a_recipient_gets_is_final_or_not),
        served(a_server_that_goes_silent_with_the_mail_leaves_a_doubt),
        served(the_check_logs_in_and_sends_nothing),
        served(a_recipient_that_is_none_is_never_told_to_the_server),
        served(a_setting_that_is_wrong_is_named),
    };
    return cmocka_run_group_tests_name("mailer", tests, begin, certs_end);
}
