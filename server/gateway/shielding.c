#include "gateway/shielding.h"

#include "base/index.h"
#include "base/log.h"
#include "domain/access/target.h"
#include "gateway/loop.h"
#include "gateway/wire.h"

#include <microhttpd.h>
#include <stdio.h>
#include <string.h>

enum { SERVER_ERROR = 500 };

enum err shielding_enter(struct call *call)
{
    const struct access_target *target = call->pass.target;
    if (target->rules.shield.has_breaker || target->rules.shield.concurrent_calls)
        call->shield.caller = index_hash(call->pass.account_id, strlen(call->pass.account_id));
    enum err const e = shield_enter(target->shield, &target->rules.shield, call->loop->now_ms,
                                    &call->shield, &call->retry_s);
    if (e) {
        limits_give(&call->pass.limits, &call->limits);
        access_target_give(call->pass.target);
        call->pass.target = NULL;
    }
    return e;
}

/* Of a request that its client has not sent whole, an upstream that is there has nothing to
 * answer for: that it waited too long, or gave up, is the client's doing. */
static bool is_clients(const struct call *call, enum err failure)
{
    bool const is_reached = !call->wire || call->wire->state == WIRE_READY;
    return err_status(failure) < SERVER_ERROR
           || (call->has_upload && !call->upload_has_ended && is_reached
               && failure != UPSTREAM_UNREACHABLE);
}

void shielding_judge(struct call *call, enum err failure)
{
    const struct access_target *target = call->pass.target;
    if (failure != OK && is_clients(call, failure))
        return;
    struct shield_outcome const outcome = {
        .has_failed = failure != OK || call->status >= SERVER_ERROR,
        .took_ms = call->sent_ms ? call->loop->now_ms - call->sent_ms : 0,
    };
    if (shield_judge(target->shield, &target->rules.shield, call->loop->now_ms, &call->shield,
                     &outcome))
        LOG(WARN, "breaker_opened", LOG_TEXT("host", target->authority),
            LOG_TEXT("bundle", target->bundle_id),
            LOG_INT("rest_s", target->rules.shield.rest_s));
}

void shielding_leave(struct call *call)
{
    if (call->pass.target && call->pass.target->shield)
        shield_leave(call->pass.target->shield, call->loop->now_ms, &call->shield);
}

void shielding_show(const struct call *call)
{
    char text[16];
    if (call->failure != BUNDLE_BUSY && call->failure != UPSTREAM_RESTING)
        return;
    snprintf(text, sizeof text, "%u", call->retry_s);
    MHD_add_response_header(call->response, "Retry-After", text);
}
