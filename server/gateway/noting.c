#include "gateway/noting.h"

#include "base/clock.h"
#include "domain/usage/usage.h"
#include "gateway/loop.h"

#include <string.h>

enum { CLIENT_GONE = 499, CUT_SHORT = 502 };

/* The method as it lives on; "" for one that is rare. */
static const char *known_method(const char *method)
{
    static const char *const known[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
                                         "OPTIONS", "TRACE" };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(method, known[i]) == 0)
            return known[i];
    }
    return "";
}

void noting_begin(struct call *call, const struct request *request)
{
    call->method = known_method(request->method);
}

static enum usage_outcome outcome_of(const struct call *call, bool is_whole)
{
    if (call->answer_is_broken)
        return USAGE_FAILED;
    if (!is_whole && (call->response || call->failure == OK))
        return USAGE_CANCELLED;
    if (call->failure == OK)
        return USAGE_PASSED;
    return call->passed_us ? USAGE_FAILED : USAGE_REFUSED;
}

static unsigned status_of(const struct call *call, enum usage_outcome outcome)
{
    if (outcome == USAGE_CANCELLED)
        return CLIENT_GONE;
    if (call->answer_is_broken)
        return CUT_SHORT;
    return call->status ? call->status : (unsigned)err_status(call->failure);
}

void noting_end(const struct call *call, bool is_whole)
{
    bool const was_call = call->failure != OK || call->pass.target;
    if (!call->has_begun || !was_call)
        return;
    enum usage_outcome const outcome = outcome_of(call, is_whole);
    struct usage_call const noted = {
        .pass = &call->pass, .method = call->method, .status = status_of(call, outcome),
        .outcome = outcome, .at_ms = clock_now_ms(),
        .duration_us = clock_steady_us() - call->born_us,
        .upstream_us = call->answered_us ? call->answered_us - call->passed_us : -1,
    };
    usage_note(call->loop->usage, &noted);
}
