#include "crypto/secret.h"
#include "domain/messages/delivery.h"
#include "domain/messages/messages.h"
#include "domain/messages/render.h"
#include "domain/messages/templates.h"
#include "support/sealed.h"

#include <string.h>

#define PHONE "6281234567890"

static int sent_count;
static bool provider_is_down;
static char last_subject[200], last_text[500];

static void provider_send(const struct backend *self, struct arena *a, const struct outgoing *m,
                          struct outcome *out)
{
    (void)self, (void)a;
    *out = (struct outcome){ .handed = NOT_YET, .why = "provider answered 503" };
    if (provider_is_down)
        return;
    sent_count++;
    strncpy(last_subject, m->subject, sizeof last_subject - 1);
    strncpy(last_text, m->text, sizeof last_text - 1);
    *out = (struct outcome){ .handed = TAKEN };
}
static const struct backend provider = { .name = "provider", .send = provider_send };

static int begin(void **state)
{
    sent_count = 0;
    provider_is_down = false;
    if (sealed_begin(state))
        return 1;
    return messages_setup(&(struct delivery_settings){ .public_url = "https://simpul.example" })
           != OK;
}

static const struct message otp_message = {
    .channel = "whatsapp", .to = "+62 812-3456-7890", .template = "otp", .code = "012345",
};

static const struct message link_message = {
    .channel = "email", .to = "Budi@Contoh.go.id", .template = "sign_up_link", .language = "en",
    .link = "/signup/confirm?token=t", .params = "{\"name\":\"Budi {code}\"}",
};

static void write_down(struct world *w, const struct message *m)
{
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, w->db));
    assert_ok(message_send(tx.db, m, NOW));
    assert_ok(tx_commit(&tx));
}

static struct mail newest(struct world *w, const char *to)
{
    struct mails found = { 0 };
    assert_ok(messages_to(w->db, &w->arena, to, 10, &found));
    assert_true(found.count > 0);
    return found.items[0];
}

static struct mails listed(struct world *w, struct mail_filter filter)
{
    struct mails found = { 0 };
    assert_ok(messages_list(w->db, &w->arena, &filter, 10, &found));
    return found;
}

/* Also of one whose text is wiped. */
static struct mail state_of(struct world *w)
{
    struct mails found = listed(w, (struct mail_filter){ 0 });
    assert_true(found.count > 0);
    return found.items[0];
}

static void a_message_is_found_by_its_recipient_in_any_form(void **state)
{
    struct world *w = *state;
    write_down(w, &otp_message);
    write_down(w, &link_message);
    assert_string_equal(newest(w, "081234567890").code, "012345");
    assert_string_equal(newest(w, "BUDI@contoh.go.id").template, "sign_up_link");
    assert_int_equal(messages_sent_to(w, "628999"), 0);
}

static void words_are_filled_in_both_languages(void **state)
{
    struct world *w = *state;
    write_down(w, &otp_message);
    assert_non_null(strstr(newest(w, PHONE).text, "Kode OTP Simpul Anda: 012345."));
    struct message english = otp_message;
    english.language = "en";
    write_down(w, &english);
    assert_non_null(strstr(newest(w, PHONE).text, "Your Simpul OTP code: 012345."));
}

static void a_path_becomes_an_address_of_the_portal(void **state)
{
    struct world *w = *state;
    write_down(w, &link_message);
    assert_string_equal(newest(w, "budi@contoh.go.id").link,
                        "https://simpul.example/app/signup/confirm?token=t");
    assert_non_null(strstr(newest(w, "budi@contoh.go.id").text, "https://simpul.example/app/"));
}

static void what_is_filled_in_is_not_filled_again(void **state)
{
    struct world *w = *state;
    write_down(w, &link_message);
    assert_non_null(strstr(newest(w, "budi@contoh.go.id").text, "Hello Budi {code},"));
}

static void every_template_has_words_in_both_languages(void **state)
{
    struct world *w = *state;
    struct message const m = { .code = "1", .link = "2",
                               .params = "{\"name\":\"3\",\"title\":\"4\",\"body\":\"5\"}" };
#define X(name, life_s, subject_id, subject_en, text_id, text_en) name,
    static const char *const names[] = { MESSAGE_TEMPLATES(X) };
#undef X
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct template *t = template_find(names[i]);
        for (int language = 0; language < 2; language++) {
            const char *text = template_fill(&w->arena, t->text[language], &m);
            assert_true(*text && !strpbrk(text, "{}"));
            text = template_fill(&w->arena, t->subject[language], &m);
            assert_true(*text && !strpbrk(text, "{}"));
        }
    }
}

static void an_unknown_template_is_refused(void **state)
{
    struct world *w = *state;
    AUTO_TX struct tx tx = { 0 };
    struct message m = otp_message;
    m.template = "none";
    assert_ok(tx_begin(&tx, w->db));
    assert_err(INTERNAL, message_send(tx.db, &m, NOW));
}

static void the_outbox_keeps_what_it_delivered_readable(void **state)
{
    struct world *w = *state;
    write_down(w, &otp_message);
    assert_string_equal(newest(w, PHONE).status, "queued");
    deliver_all(w, NOW);
    assert_string_equal(newest(w, PHONE).status, "sent");
    assert_string_equal(newest(w, PHONE).code, "012345");
}

static void a_provider_gets_each_message_once_and_it_is_wiped(void **state)
{
    struct world *w = *state;
    messages_use("email", &provider);
    write_down(w, &link_message);
    deliver_all(w, NOW);
    deliver_all(w, NOW + 1000);
    assert_int_equal(sent_count, 1);
    assert_string_equal(last_subject, "Complete your Simpul registration");
    assert_non_null(strstr(last_text, "token=t"));
    assert_int_equal(messages_sent_to(w, "budi@contoh.go.id"), 0);
    AUTO_QUERY struct query q = db_query(w->db, "SELECT count(*) FROM messages"
        " WHERE text IS NULL AND code IS NULL AND link IS NULL AND status = 'sent'");
    assert_true(query_next(&q));
    assert_int_equal(column_int(&q), 1);
}

static void a_failure_is_tried_again_later_and_later(void **state)
{
    struct world *w = *state;
    static const int64_t pauses[] = { 5, 15, 30, 60 };
    int64_t now = NOW;
    messages_use("email", &provider);
    provider_is_down = true;
    write_down(w, &link_message);
    for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
        deliver_all(w, now);
        assert_int_equal(state_of(w).next_at, now + pauses[i]);
        assert_string_equal(state_of(w).last_error, "provider answered 503");
        deliver_all(w, now + pauses[i] - 1);
        assert_int_equal(state_of(w).attempts, i + 1);
        now += pauses[i];
    }
    provider_is_down = false;
    deliver_all(w, now);
    assert_string_equal(state_of(w).status, "sent");
    assert_null(state_of(w).last_error);
}

static void a_link_that_ran_out_is_dead_and_stays_so(void **state)
{
    struct world *w = *state;
    messages_use("email", &provider);
    write_down(w, &link_message);
    deliver_all(w, NOW + 1800);
    assert_int_equal(sent_count, 0);
    assert_string_equal(state_of(w).status, "dead");
    assert_err(CONFLICT, message_again(w->db, state_of(w).id, NOW + 1801));
}

static void a_dead_message_can_be_sent_again(void **state)
{
    struct world *w = *state;
    struct message const m = {
        .channel = "email", .to = "budi@contoh.go.id", .template = "notification",
        .params = "{\"title\":\"Pengajuan disetujui\",\"body\":\"b\"}",
    };
    int64_t now = NOW;
    messages_use("email", &provider);
    provider_is_down = true;
    write_down(w, &m);
    for (int i = 0; i < 13; i++, now += 14400)
        deliver_all(w, now);
    assert_string_equal(state_of(w).status, "dead");
    assert_int_equal(state_of(w).attempts, 13);
    provider_is_down = false;
    assert_ok(message_again(w->db, state_of(w).id, now));
    deliver_all(w, now);
    assert_string_equal(state_of(w).status, "sent");
    assert_string_equal(last_subject, "Pengajuan disetujui");
    assert_err(CONFLICT, message_again(w->db, state_of(w).id, now));
    assert_err(NOT_FOUND, message_again(w->db, "msg_none", now));
}

static void one_that_fails_holds_up_no_other(void **state)
{
    struct world *w = *state;
    messages_use("email", &provider);
    provider_is_down = true;
    write_down(w, &link_message);
    write_down(w, &otp_message);
    deliver_all(w, NOW);
    assert_string_equal(newest(w, PHONE).status, "sent");
}

static void one_that_cannot_be_opened_holds_up_no_other(void **state)
{
    struct world *w = *state;
    write_down(w, &otp_message);
    assert_ok(secret_use("2 2222222222222222222222222222222222222222222222222222222222222222\n"));
    write_down(w, &link_message);
    deliver_all(w, NOW);
    assert_string_equal(newest(w, "budi@contoh.go.id").status, "sent");
    struct mails found = listed(w, (struct mail_filter){ .status = "dead" });
    assert_int_equal(found.count, 1);
    assert_string_equal(found.items[0].to, "…");
    assert_string_equal(found.items[0].last_error, "cannot be opened: its secret is gone");
}

static void the_queue_shows_no_secrets(void **state)
{
    struct world *w = *state;
    write_down(w, &otp_message);
    write_down(w, &link_message);
    struct mails found = listed(w, (struct mail_filter){ .status = "queued" });
    assert_int_equal(found.count, 2);
    assert_string_equal(found.items[0].to, "b…@contoh.go.id");
    assert_string_equal(found.items[1].to, "6281…90");
    assert_null(found.items[1].text);
    assert_null(found.items[1].code);
    found = listed(w, (struct mail_filter){ .before = found.items[0].number });
    assert_int_equal(found.count, 1);
    assert_int_equal(listed(w, (struct mail_filter){ .status = "dead" }).count, 0);
}

static void the_queue_is_found_by_recipient_channel_and_template(void **state)
{
    struct world *w = *state;
    write_down(w, &otp_message);
    write_down(w, &link_message);
    assert_int_equal(listed(w, (struct mail_filter){ .to = "0812 3456 7890" }).count, 1);
    assert_int_equal(listed(w, (struct mail_filter){ .to = PHONE, .channel = "sms" }).count, 0);
    assert_int_equal(listed(w, (struct mail_filter){ .channel = "email" }).count, 1);
    assert_int_equal(listed(w, (struct mail_filter){ .template = "otp" }).count, 1);
    assert_int_equal(listed(w, (struct mail_filter){ .channel = "email", .template = "otp" }).count,
                     0);
    assert_int_equal(listed(w, (struct mail_filter){ .status = "queued", .channel = "whatsapp",
                                                     .template = "otp" }).count, 1);
}

static void a_newer_message_of_the_same_slot_voids_the_older(void **state)
{
    struct world *w = *state;
    struct message m = otp_message;
    m.slot = "otp/sign_in/usr_1";
    write_down(w, &m);
    write_down(w, &otp_message);
    m.code = "654321";
    write_down(w, &m);
    struct mails const dead = listed(w, (struct mail_filter){ .status = "dead" });
    assert_int_equal(dead.count, 1);
    assert_string_equal(dead.items[0].last_error, "a newer one replaced it");
    assert_int_equal(listed(w, (struct mail_filter){ .status = "queued" }).count, 2);
}

static void old_messages_are_swept(void **state)
{
    struct world *w = *state;
    write_down(w, &otp_message);
    assert_ok(messages_sweep(w->db, NOW + 90 * 86400));
    assert_int_equal(messages_sent_to(w, PHONE), 1);
    assert_ok(messages_sweep(w->db, NOW + 90 * 86400 + 1));
    assert_int_equal(messages_sent_to(w, PHONE), 0);
}

static void an_unknown_delivery_is_refused_at_the_start(void **state)
{
    (void)state;
    struct delivery_settings const s = { .public_url = "", .whatsapp = "pigeon" };
    assert_err(BAD_INPUT, messages_setup(&s));
}

#define mailing(test) cmocka_unit_test_setup_teardown(test, begin, sealed_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        mailing(a_message_is_found_by_its_recipient_in_any_form),
        mailing(words_are_filled_in_both_languages),
        mailing(a_path_becomes_an_address_of_the_portal),
        mailing(what_is_filled_in_is_not_filled_again),
        mailing(every_template_has_words_in_both_languages),
        mailing(an_unknown_template_is_refused),
        mailing(the_outbox_keeps_what_it_delivered_readable),
        mailing(a_provider_gets_each_message_once_and_it_is_wiped),
        mailing(a_failure_is_tried_again_later_and_later),
        mailing(a_link_that_ran_out_is_dead_and_stays_so),
        mailing(a_dead_message_can_be_sent_again),
        mailing(one_that_fails_holds_up_no_other),
        mailing(one_that_cannot_be_opened_holds_up_no_other),
        mailing(the_queue_shows_no_secrets),
        mailing(the_queue_is_found_by_recipient_channel_and_template),
        mailing(a_newer_message_of_the_same_slot_voids_the_older),
        mailing(old_messages_are_swept),
        mailing(an_unknown_delivery_is_refused_at_the_start),
    };
    return cmocka_run_group_tests_name("messages", tests, NULL, NULL);
}
