/* Another phone number or e-mail address over HTTP: confirmed on the new, told to the old. */
#include "base/clock.h"
#include "domain/messages/messages.h"
#include "support/raw.h"
#include "support/signed_in.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define PHONE "6289900001111"
#define EMAIL "baru@contoh.go.id"

static const char *id, *username, *token, *old_phone, *old_email;

/* Every test has people and a time of its own. */
static int begin(void **state)
{
    (void)state;
    static int number;
    username = arena_printf(api_arena(), "kontak%d", ++number);
    clock_stop_at(clock_now() + 3 * 86400);
    id = person_add(api_db(), api_arena(), NULL, username, NULL);
    token = token_of(username);
    old_phone = person_phone(api_db(), api_arena(), id);
    old_email = arena_printf(api_arena(), "%s@contoh.go.id", username);
    return 0;
}

static struct answer ask_for(const char *name, const char *value)
{
    return call("POST", "/profile/contact", token, json_pack("{ss}", name, value));
}

static struct answer confirm(const char *code)
{
    return call("POST", "/profile/contact/confirm", token, json_pack("{ss}", "code", code));
}

static struct answer resend(void)
{
    return call("POST", "/profile/contact/resend", token, json_object());
}

static struct answer pending(void)
{
    return call("GET", "/profile/contact", token, NULL);
}

static bool is_none_pending(void)
{
    struct answer a = pending();
    return json_is_null(json_object_get(json_object_get(a.json, "data"), "pending"));
}

static const char *own(const char *member)
{
    struct answer a = call("GET", "/profile", token, NULL);
    return answer_text(&a, member);
}

static const char *fresh_phone(void)
{
    static int number;
    return arena_printf(api_arena(), "62899%07d", ++number);
}

static const char *text_to(const char *to)
{
    struct mails mails;
    assert_ok(messages_to(api_db(), api_arena(), to, 1, &mails));
    return mails.count ? mails.items[0].text : "";
}

static int64_t audited(const char *action)
{
    return db_number(arena_printf(api_arena(), "SELECT count(*) FROM audit WHERE actor = '%s'"
                                               " AND action = $1", id), action);
}

static void a_number_changes_once_its_code_came_back(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    struct answer a = ask_for("phone_number", arena_printf(api_arena(), "+%s", phone));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "data.pending.kind"), "phone_number");
    assert_string_equal(answer_text(&a, "data.pending.value"), phone);
    assert_int_equal(answer_int(&a, "data.pending.code_expires_in"), 300);
    assert_int_equal(answer_int(&a, "data.pending.resend_in"), 60);
    assert_string_equal(own("data.phone_number"), old_phone);
    clock_stop_at(clock_now() + 20);
    a = pending();
    assert_string_equal(answer_text(&a, "data.pending.value"), phone);
    assert_int_equal(answer_int(&a, "data.pending.expires_in"), 1780);
    assert_int_equal(answer_int(&a, "data.pending.code_expires_in"), 280);
    assert_int_equal(answer_int(&a, "data.pending.resend_in"), 40);

    a = confirm(mailed(phone, "code"));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "message"), "Nomor WhatsApp berhasil diubah");
    assert_string_equal(own("data.phone_number"), phone);
    assert_true(is_none_pending());
    assert_int_equal(audited("account.contact_begin"), 1);
    assert_int_equal(audited("account.phone"), 1);
    assert_int_equal(sign_in_call(phone, PASSWORD, true).status, 200);
    refuses(sign_in_call(old_phone, PASSWORD, true), 401, "credentials_wrong");
}

static void the_old_number_and_the_mailbox_are_told_of_a_new_number(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    ask_for("phone_number", phone);
    assert_string_equal(text_to(old_email), "");
    assert_int_equal(confirm(mailed(phone, "code")).status, 200);
    const char *masked = arena_printf(api_arena(), "6289...%s", phone + strlen(phone) - 2);
    assert_non_null(strstr(text_to(old_phone), masked));
    assert_non_null(strstr(text_to(old_phone), "Jika bukan Anda"));
    assert_non_null(strstr(text_to(old_email), masked));
    assert_null(strstr(text_to(old_email), phone));
    assert_int_equal(db_number("SELECT count(*) FROM notifications WHERE kind = 'phone.changed'"
                               " AND account_id = $1", id), 1);
}

static void an_address_changes_once_its_code_came_back_and_the_old_is_told(void **state)
{
    (void)state;
    const char *email = arena_printf(api_arena(), "baru.%s", old_email);
    struct answer a = ask_for("email", arena_printf(api_arena(), " %s ", email));
    assert_int_equal(a.status, 200);
    a = confirm(mailed(email, "code"));
    assert_int_equal(a.status, 200);
    assert_string_equal(answer_text(&a, "message"), "Alamat e-mail berhasil diubah");
    assert_string_equal(own("data.email"), email);
    assert_non_null(strstr(text_to(old_email), "b...@contoh.go.id"));
    assert_non_null(strstr(text_to(old_phone), "b...@contoh.go.id"));
    assert_int_equal(audited("account.email"), 1);
    assert_int_equal(sign_in_call(email, PASSWORD, true).status, 200);
    refuses(sign_in_call(old_email, PASSWORD, true), 401, "credentials_wrong");
}

static void what_cannot_be_a_contact_is_refused(void **state)
{
    (void)state;
    faults(ask_for("phone_number", "12"), "phone_number", "bad_phone");
    faults(ask_for("email", "bukan-alamat"), "email", "bad_email");
    faults(call("POST", "/profile/contact", token, json_object()), "phone_number", "required");
    faults(call("POST", "/profile/contact", token,
                json_pack("{ss ss}", "email", EMAIL, "phone_number", PHONE)), "email",
           "not_a_choice");
    faults(ask_for("phone_number", old_phone), "phone_number", "unchanged");
    faults(ask_for("email", old_email), "email", "unchanged");
    assert_true(is_none_pending());
}

static void nobody_but_the_owner_with_a_fresh_proof_may(void **state)
{
    (void)state;
    json_t *body = json_pack("{ss}", "phone_number", PHONE);
    refuses(call("POST", "/profile/contact", NULL, body), 401, "unauthenticated");
    refuses(call("POST", "/profile/contact/confirm", NULL, json_object()), 401,
            "unauthenticated");
    refuses(call("POST", "/profile/contact/resend", NULL, NULL), 401, "unauthenticated");
    refuses(call("GET", "/profile/contact", NULL, NULL), 401, "unauthenticated");
    refuses(call("DELETE", "/profile/contact", NULL, NULL), 401, "unauthenticated");
    clock_stop_at(clock_now() + 301);
    refuses(ask_for("phone_number", PHONE), 403, "step_up_required");
    assert_true(is_none_pending());
}

static void one_members_code_confirms_nothing_for_another(void **state)
{
    (void)state;
    const char *phone = fresh_phone(), *own_token = token;
    ask_for("phone_number", phone);
    const char *code = mailed(phone, "code");
    begin(NULL);
    refuses(confirm(code), 404, "not_found");
    assert_int_equal(ask_for("phone_number", phone).status, 200);
    if (strcmp(mailed(phone, "code"), code) != 0)
        refuses(confirm(code), 400, "otp_invalid");
    token = own_token;
}

static void who_has_the_number_or_address_stays_untold(void **state)
{
    (void)state;
    const char *taken_phone = old_phone, *taken_email = old_email;
    begin(NULL);
    struct answer a = ask_for("phone_number", taken_phone);
    refuses(a, 400, "phone_taken");
    assert_string_equal(answer_text(&a, "errors.0.code"), "taken");
    a = ask_for("email", taken_email);
    refuses(a, 400, "email_taken");
    assert_string_equal(answer_text(&a, "errors.0.field"), "email");
    assert_true(is_none_pending());
}

static void asking_for_one_after_another_gets_slower(void **state)
{
    (void)state;
    const char *taken = old_phone;
    begin(NULL);
    for (int i = 0; i < 5; i++)
        refuses(ask_for("phone_number", taken), 400, "phone_taken");
    struct answer a = ask_for("phone_number", fresh_phone());
    refuses(a, 429, "too_many_requests");
    assert_non_null(answer_header(&a, "Retry-After"));
}

static void a_wrong_code_says_so_and_five_void_it(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    ask_for("phone_number", phone);
    const char *code = mailed(phone, "code");
    const char *wrong = strcmp(code, "123456") == 0 ? "654321" : "123456";
    for (int i = 0; i < 5; i++) {
        struct answer a = confirm(wrong);
        refuses(a, 400, "otp_invalid");
        assert_string_equal(answer_text(&a, "message"), "Kode OTP Tidak Sesuai");
    }
    refuses(confirm(code), 400, "otp_expired");
    assert_string_equal(own("data.phone_number"), old_phone);
    faults(call("POST", "/profile/contact/confirm", token, json_object()), "code", "required");
}

static void another_code_comes_after_a_minute_and_voids_the_first(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    refuses(resend(), 404, "not_found");
    ask_for("phone_number", phone);
    const char *first = mailed(phone, "code");
    struct answer a = resend();
    refuses(a, 429, "too_many_requests");
    assert_string_equal(answer_header(&a, "Retry-After"), "60");
    clock_stop_at(clock_now() + 61);
    a = resend();
    assert_int_equal(a.status, 200);
    assert_int_equal(answer_int(&a, "data.pending.resend_in"), 60);
    const char *second = mailed(phone, "code");
    if (strcmp(first, second) != 0)
        refuses(confirm(first), 400, "otp_invalid");
    assert_int_equal(confirm(second).status, 200);
    refuses(confirm(second), 404, "not_found");
}

static void a_change_waits_for_half_an_hour(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    ask_for("phone_number", phone);
    clock_stop_at(clock_now() + 1800);
    token = token_of(username);
    assert_true(is_none_pending());
    refuses(confirm(mailed(phone, "code")), 404, "not_found");
    refuses(resend(), 404, "not_found");
}

static void a_change_can_be_given_up(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    refuses(call("DELETE", "/profile/contact", token, NULL), 404, "not_found");
    ask_for("phone_number", phone);
    const char *code = mailed(phone, "code");
    assert_int_equal(call("DELETE", "/profile/contact", token, NULL).status, 200);
    assert_true(is_none_pending());
    refuses(confirm(code), 404, "not_found");
    assert_string_equal(own("data.phone_number"), old_phone);
}

static void another_change_takes_the_place_of_the_first(void **state)
{
    (void)state;
    const char *first = fresh_phone(), *second = fresh_phone();
    ask_for("phone_number", first);
    const char *code = mailed(first, "code");
    assert_int_equal(ask_for("phone_number", second).status, 200);
    if (strcmp(mailed(second, "code"), code) != 0)
        refuses(confirm(code), 400, "otp_invalid");
    assert_int_equal(confirm(mailed(second, "code")).status, 200);
    assert_string_equal(own("data.phone_number"), second);
}

static void a_number_taken_meanwhile_is_refused_at_the_end(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    ask_for("phone_number", phone);
    const char *code = mailed(phone, "code"), *own_token = token;
    begin(NULL);
    assert_int_equal(ask_for("phone_number", phone).status, 200);
    assert_int_equal(confirm(mailed(phone, "code")).status, 200);

    const char *winner = token;
    token = own_token;
    clock_stop_at(clock_now() - 3 * 86400);
    refuses(confirm(code), 400, "phone_taken");
    assert_true(is_none_pending());
    assert_string_not_equal(own("data.phone_number"), phone);
    clock_stop_at(clock_now() + 3 * 86400);
    token = winner;
    assert_string_equal(own("data.phone_number"), phone);
}

static void links_to_the_old_number_are_void(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    call("POST", "/password/forgot", NULL, json_pack("{ss}", "phone_number", old_phone));
    const char *link = mailed(old_phone, "link");
    ask_for("phone_number", phone);
    assert_int_equal(confirm(mailed(phone, "code")).status, 200);
    const char *next = "teh manis di beranda";
    refuses(call("POST", "/password/reset", NULL,
                 json_pack("{ss ss ss}", "token", strchr(link, '=') + 1, "password", next,
                           "password_confirmation", next)), 400, "token_invalid");
}

static void links_to_the_old_address_are_void(void **state)
{
    (void)state;
    const char *email = arena_printf(api_arena(), "baru.%s", old_email);
    db_ran(arena_printf(api_arena(), "INSERT INTO totp_resets (token_digest, account_id,"
                        " created_at, expires_at) VALUES ('%s', '%s', 0, 4102444800)", id, id));
    ask_for("email", email);
    assert_int_equal(confirm(mailed(email, "code")).status, 200);
    assert_int_equal(db_number("SELECT count(*) FROM totp_resets WHERE account_id = $1", id), 0);
}

enum { RACERS = 8 };

struct race {
    const char *request;
    atomic_int done, refused;
};

static void *run_race(void *data)
{
    struct race *race = data;
    uint16_t const port = (uint16_t)strtoul(strrchr(api_url(), ':') + 1, NULL, 10);
    struct raw_answer *a = raw_exchange(port, race->request);
    race->done += a->status == 200;
    race->refused += a->status == 400 || a->status == 404;
    free(a);
    return NULL;
}

static void of_many_confirmations_at_once_one_changes_it(void **state)
{
    (void)state;
    const char *phone = fresh_phone();
    pthread_t threads[RACERS];
    ask_for("phone_number", phone);
    struct race race = { .request = arena_printf(api_arena(),
        "POST /profile/contact/confirm HTTP/1.1\r\nHost: portal\r\nContent-Length: 17\r\n"
        "Authorization: Bearer %s\r\nConnection: close\r\n\r\n{\"code\":\"%s\"}", token,
        mailed(phone, "code")) };
    for (int i = 0; i < RACERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_race, &race), 0);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(race.done, 1);
    assert_int_equal(race.refused, RACERS - 1);
    assert_int_equal(audited("account.phone"), 1);
    assert_string_equal(own("data.phone_number"), phone);
}

#define contact_test(test) cmocka_unit_test_setup(test, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        contact_test(a_number_changes_once_its_code_came_back),
        contact_test(the_old_number_and_the_mailbox_are_told_of_a_new_number),
        contact_test(an_address_changes_once_its_code_came_back_and_the_old_is_told),
        contact_test(what_cannot_be_a_contact_is_refused),
        contact_test(nobody_but_the_owner_with_a_fresh_proof_may),
        contact_test(one_members_code_confirms_nothing_for_another),
        contact_test(who_has_the_number_or_address_stays_untold),
        contact_test(asking_for_one_after_another_gets_slower),
        contact_test(a_wrong_code_says_so_and_five_void_it),
        contact_test(another_code_comes_after_a_minute_and_voids_the_first),
        contact_test(a_change_waits_for_half_an_hour),
        contact_test(a_change_can_be_given_up),
        contact_test(another_change_takes_the_place_of_the_first),
        contact_test(a_number_taken_meanwhile_is_refused_at_the_end),
        contact_test(links_to_the_old_number_are_void),
        contact_test(links_to_the_old_address_are_void),
        contact_test(of_many_confirmations_at_once_one_changes_it),
    };
    return cmocka_run_group_tests_name("contact api", tests, api_begin, api_end);
}
