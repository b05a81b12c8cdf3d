#include "support/usapi.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "domain/clients/clients.h"
#include "support/raw.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CLIENT "test-internal"
#define SECRET "test-internal-secret"

int usapi_begin(void **state)
{
    if (api_begin(state))
        return 1;
    return client_create_demo(api_db(), "internal", CLIENT, SECRET, NOW) != OK;
}

static struct answer post(const char *path, const char *header, json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT);
    struct answer a = call_raw("POST", path, (const char *const[]){ header, NULL },
                               "application/json", text, strlen(text));
    free(text);
    json_decref(body);
    return a;
}

static const char *basic_header(struct arena *a)
{
    static const char pair[] = CLIENT ":" SECRET;
    return arena_printf(a, "Authorization: Basic %s", base64_encode(a, pair, strlen(pair)));
}

struct answer as_client(const char *path, json_t *body)
{
    return post(path, basic_header(api_arena()), body);
}

/* From any thread, on a connection of its own. */
static int status_as_client(const char *path, const char *body)
{
    AUTO_ARENA struct arena a = { 0 };
    uint16_t const port = (uint16_t)strtoul(strrchr(api_url(), ':') + 1, NULL, 10);
    const char *text = arena_printf(&a, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
                                    "Content-Type: application/json\r\nContent-Length: %zu\r\n"
                                    "Connection: close\r\n\r\n%s", path, basic_header(&a),
                                    strlen(body), body);
    struct raw_answer *answer = raw_exchange(port, text);
    int const status = answer->status;
    free(answer);
    return status;
}

enum { RACERS = 8 };

struct race {
    const char *path;
    char *body;
    atomic_int made, refused;
};

static void *run_race(void *data)
{
    struct race *race = data;
    int const status = status_as_client(race->path, race->body);
    race->made += status == 200;
    race->refused += status == 400;
    return NULL;
}

void assert_one_of_many(const char *path, json_t *body)
{
    struct race race = { .path = path, .body = json_dumps(body, JSON_COMPACT) };
    pthread_t threads[RACERS];
    for (int i = 0; i < RACERS; i++)
        pthread_create(&threads[i], NULL, run_race, &race);
    for (int i = 0; i < RACERS; i++)
        pthread_join(threads[i], NULL);
    free(race.body);
    json_decref(body);
    assert_int_equal(race.made, 1);
    assert_int_equal(race.refused, RACERS - 1);
}

struct answer as_browser(const char *path, json_t *body)
{
    json_object_set_new(body, "captcha", json_string(captcha_answer()));
    return post(path, NULL, body);
}

static int64_t solve(const char *challenge, const char *salt, int64_t max)
{
    for (int64_t n = 0; n <= max; n++) {
        AUTO_ARENA struct arena a = { 0 };
        const char *text = arena_printf(&a, "%s%lld", salt, (long long)n);
        if (text_is(challenge, digest_hex(&a, text, strlen(text))))
            return n;
    }
    return -1;
}

const char *captcha_answer(void)
{
    struct answer a = call("GET", "/captcha", NULL, NULL);
    assert_int_equal(a.status, 200);
    int64_t const number = solve(answer_text(&a, "challenge"), answer_text(&a, "salt"),
                                 answer_int(&a, "maxnumber"));
    json_t *solved = json_pack("{ss ss sI ss ss}", "algorithm", answer_text(&a, "algorithm"),
                               "challenge", answer_text(&a, "challenge"), "number",
                               (json_int_t)number, "salt", answer_text(&a, "salt"), "signature",
                               answer_text(&a, "signature"));
    char *text = json_dumps(solved, JSON_COMPACT);
    const char *out = base64_encode(api_arena(), text, strlen(text));
    free(text);
    json_decref(solved);
    return out;
}

static struct answer mails(const char *to)
{
    struct answer a = call("GET", arena_printf(api_arena(), "/dev/outbox?to=%s", to), NULL, NULL);
    assert_int_equal(a.status, 200);
    return a;
}

const char *mailbox(const char *to, const char *member)
{
    struct answer a = mails(to);
    return answer_text(&a, arena_printf(api_arena(), "data.0.%s", member));
}

int mailbox_count(const char *to)
{
    struct answer a = mails(to);
    return (int)json_array_size(json_object_get(a.json, "data"));
}

struct person newcomer(void)
{
    static int number;
    struct arena *a = api_arena();
    number++;
    return (struct person){
        .username = arena_printf(a, "newcomer %d", number),
        .email = arena_printf(a, "newcomer%d@contoh.go.id", number),
        .phone = arena_printf(a, "62813%07d", number),
    };
}

json_t *sign_up_body(const struct person *p)
{
    return json_pack("{ss ss ss ss ss ss ss ss}", "username", p->username, "password",
                     "kuda nil berenang", "email", p->email, "first_name", "Dewi", "last_name",
                     "Lestari", "mode", "OTP", "phone_number", p->phone, "platform", "ONAPPS");
}

struct answer sign_up(const struct person *p)
{
    return as_client("/signup", sign_up_body(p));
}

json_t *anybody(void)
{
    struct person const p = newcomer();
    return sign_up_body(&p);
}

struct answer sign_up_with(const char *member, json_t *value)
{
    return as_client("/signup", with(anybody(), member, value));
}

json_t *with(json_t *body, const char *name, json_t *value)
{
    json_object_set_new(body, name, value);
    return body;
}

json_t *without(json_t *body, const char *name)
{
    json_object_del(body, name);
    return body;
}

struct answer verify_sign_up(const char *token, const char *code)
{
    return call("POST", "/signup/verify", NULL,
                json_pack("{ss ss*}", "token", token, "code", code));
}

struct answer resend_sign_up(const char *token)
{
    return call("POST", "/signup/resend", NULL, json_pack("{ss}", "token", token));
}

const char *signed_up(struct answer a)
{
    assert_int_equal(a.status, 200);
    return answer_text(&a, "token");
}

void assert_says(struct answer a, long status, const char *message)
{
    assert_string_equal(answer_text(&a, "message"), message);
    assert_int_equal(a.status, status);
}

const char *status_of_account(const char *username)
{
    AUTO_QUERY struct query q = db_query(api_db(),
        "SELECT status FROM accounts WHERE username = $1", TEXT(username));
    return query_next(&q) ? column_text(&q, api_arena()) : "none";
}
