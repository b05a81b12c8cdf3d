#include "gateway/limiting.h"

#include "base/clock.h"
#include "domain/access/target.h"
#include "gateway/loop.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

enum { FIELD_MAX = 256, DIGITS_MAX = 20 };

/* A field's value as it grows; all that is written fits. */
struct value {
    size_t size;
    char text[FIELD_MAX];
};

static inline void add_text(struct value *v, const char *text)
{
    size_t const size = strlen(text);
    memcpy(v->text + v->size, text, size);
    v->size += size;
}

static inline void add_number(struct value *v, const char *name, uint64_t number)
{
    char digits[2 * DIGITS_MAX];
    char *at = digits + DIGITS_MAX;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    add_text(v, name);
    memcpy(v->text + v->size, at, DIGITS_MAX);  /* a known size is copied without a call */
    v->size += (size_t)(digits + DIGITS_MAX - at);
}

static void add_name(struct value *v, enum limits_kind kind)
{
    static const char *const names[] = { "\"rate\"", "\"day\"", "\"month\"" };
    add_text(v, v->size > 0 ? ", " : "");
    add_text(v, names[kind]);
}

static void add_field(const struct call *call, const char *name, struct value *v)
{
    v->text[v->size] = '\0';
    MHD_add_response_header(call->response, name, v->text);
}

enum err limiting_take(struct call *call)
{
    call->limits = (struct limits_state){ .exceeded = LIMITS_KINDS };
    if (!limits_hold(&call->pass.limits))
        return OK;
    struct limits_time const now = { .steady_ns = clock_steady_ns(), .now_s = call->loop->now_s };
    enum err const e = limits_take(&call->pass.limits, &now, &call->limits);
    if (e) {
        access_target_give(call->pass.target);
        call->pass.target = NULL;
    }
    return e;
}

/* A refusal tells of the limit that was reached and no other: Retry-After must not lie before the
 * reset that RateLimit names. */
static bool tells_left(const struct limits_state *limits, enum limits_kind kind)
{
    return limits->of[kind].limit > 0
           && (limits->exceeded == LIMITS_KINDS || limits->exceeded == kind);
}

static void show_refusal(const struct call *call)
{
    struct value retry;
    retry.size = 0;
    add_number(&retry, "", call->limits.of[call->limits.exceeded].reset_s);
    add_field(call, "Retry-After", &retry);
}

void limiting_show(const struct call *call)
{
    const struct limits_state *limits = &call->limits;
    if (!limits_hold(&call->pass.limits))
        return;
    struct value policy, left;
    policy.size = left.size = 0;
    for (enum limits_kind kind = LIMITS_RATE; kind < LIMITS_KINDS; kind++) {
        if (limits->of[kind].limit > 0) {
            add_name(&policy, kind);
            add_number(&policy, ";q=", limits->of[kind].limit);
            add_number(&policy, ";w=", limits->of[kind].window_s);
        }
        if (tells_left(limits, kind)) {
            add_name(&left, kind);
            add_number(&left, ";r=", limits->of[kind].left);
            add_number(&left, ";t=", limits->of[kind].reset_s);
        }
    }
    add_field(call, "RateLimit-Policy", &policy);
    add_field(call, "RateLimit", &left);
    if (limits->exceeded != LIMITS_KINDS)
        show_refusal(call);
}

bool limiting_hides(const struct call *call, const struct answer_field *field)
{
    return field->name_size >= 9 && strncasecmp(field->name, "RateLimit", 9) == 0
           && limits_hold(&call->pass.limits);
}
