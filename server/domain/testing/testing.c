#include "domain/testing/testing.h"

#include "base/text.h"
#include "domain/access/access.h"
#include "domain/keys/keys.h"
#include "domain/settings/settings.h"
#include "domain/testing/passes.h"
#include "domain/testing/places.h"

#include <stdio.h>
#include <string.h>

enum { TIMEOUT_S = 60, HOST_MAX = 64, URL_MAX = 512, LINE_MAX = 320 };

static struct {
    char base[HOST_MAX + 32];           /* http://127.0.0.1:8081 */
    char public_url[URL_MAX];
} gateway;

/* A listener on every address is called on loopback. */
static const char *reached_at(const char *host)
{
    if (text_is(host, "0.0.0.0"))
        return "127.0.0.1";
    return text_is(host, "::") ? "::1" : host;
}

void testing_setup(const char *host, int port, const char *public_url)
{
    const char *at = reached_at(host);
    snprintf(gateway.base, sizeof gateway.base, strchr(at, ':') ? "http://[%s]:%d" : "http://%s:%d",
             at, port);
    snprintf(gateway.public_url, sizeof gateway.public_url, "%s", public_url);
}

/* One text for a key of somebody else's and for none at all, so that nobody learns here whether a
 * key that was found somewhere works. What is malformed the gateway tells. */
static enum err check_key(struct db *db, const struct test_call *call)
{
    bool is_own = false;
    if (!call->key[0] || !key_format_check(call->key, strlen(call->key)))
        return OK;
    TRY(api_key_is_of(db, call->account_id, call->key, &is_own));
    return is_own ? OK : err_because(KEY_UNKNOWN, "not a key of the account's");
}

static enum err check_operation(const struct test_call *call)
{
    enum err const e = access_endpoint_check(call->slug, call->method, call->path);
    return e == NOT_FOUND ? err_because(NOT_FOUND, "no operation of the document") : e;
}

/* With the member's key where one was given; the line is wiped by whoever asked for it. */
static enum err lend_pass(struct db *db, const struct test_call *call, struct pass *pass,
                          char line[static LINE_MAX])
{
    int64_t per_day = 0;
    const char *key = call->key;
    line[0] = '\0';
    if (!key[0] && text_is(call->environment, "development")) {
        TRY(setting_number(db, "testing.day", &per_day));
        pass_begin(call->account_id, call->ip, per_day, call->now, pass);
        key = pass->text;
    }
    if (key[0])
        snprintf(line, LINE_MAX, "X-API-Key: %s", key);
    return OK;
}

static const char *target_of(struct arena *a, const struct test_call *call)
{
    return arena_printf(a, "/%s/%s%s%s%s", call->environment, call->slug, call->path,
                        call->query ? "?" : "", call->query ? call->query : "");
}

static enum err result_of(struct test_answer *answer)
{
    const char *refused = exchange_header(&answer->got, "Simpul-Refused");
    if (answer->got.end != EXCHANGE_DONE && answer->got.status == 0)
        return err_because(answer->got.end == EXCHANGE_LATE ? UPSTREAM_TIMEOUT : INTERNAL,
                           "the gateway gave no answer: %s", answer->got.why);
    if (answer->got.end == EXCHANGE_LATE)
        return err_because(UPSTREAM_TIMEOUT, "%s", answer->got.why);
    if (answer->got.end == EXCHANGE_BROKEN)
        return err_because(UPSTREAM_INVALID, "%s", answer->got.why);
    answer->refusal = refused ? err_of(refused) : OK;
    return OK;
}

static enum err send_call(struct db *db, struct arena *a, const struct test_call *call,
                          struct test_answer *out)
{
    char line[LINE_MAX];
    AUTO_PASS struct pass pass = { 0 };
    TRY(lend_pass(db, call, &pass, line));
    const char *target = target_of(a, call);
    out->url = arena_printf(a, "%s%s", gateway.public_url, target);
    exchange(a, &(struct exchange_call){
        .method = call->method, .url = arena_printf(a, "%s%s", gateway.base, target),
        .headers = call->headers, .header_count = call->header_count,
        .secret_line = line[0] ? line : NULL, .body = call->body, .body_size = call->body_size,
        .keeps = TEST_ANSWER_MAX, .timeout_s = TIMEOUT_S,
    }, &out->got);
    explicit_bzero(line, sizeof line);
    return result_of(out);
}

void test_call_wipe(struct test_call *call)
{
    explicit_bzero(call->key, sizeof call->key);
}

enum err testing_call(struct db *db, struct arena *a, const struct test_call *call,
                      struct test_answer *out)
{
    AUTO_PLACE int place = -1;
    struct test_answer answer = { 0 };
    TRY(check_key(db, call));
    TRY(check_operation(call));
    TRY(place_take(call->account_id, &place));
    TRY(send_call(db, a, call, &answer));
    *out = answer;
    return OK;
}
