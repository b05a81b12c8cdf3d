#include "domain/sessions/sessions_guard.h"

#include "base/text.h"
#include "domain/sessions/live.h"
#include "domain/sessions/sessions.h"

static enum err role_of(const char *name, enum role *out)
{
    static const char *const names[] = {
        [ROLE_MEMBER] = "member", [ROLE_REVIEWER] = "reviewer", [ROLE_PUBLISHER] = "publisher",
        [ROLE_ADMIN] = "admin",
    };
    for (int i = ROLE_MEMBER; i <= ROLE_ADMIN; i++) {
        if (!text_is(names[i], name))
            continue;
        *out = (enum role)i;
        return OK;
    }
    return err_because(INTERNAL, "no role %s", name);
}

enum err sessions_guard(struct req *r)
{
    const char *token = in_bearer(r);
    if (!token)
        return err_because(UNAUTHENTICATED, "no bearer token");
    struct live live;
    enum role role = ROLE_MEMBER;
    TRY(session_identify(r->db, &r->arena, token, r->app->config->public_url, r->now, &live));
    TRY(role_of(live.role, &role));
    r->who = (struct who){
        .account_id = arena_copy(&r->arena, live.account_id),
        .session_id = arena_copy(&r->arena, live.session_id),
        .username = arena_copy(&r->arena, live.username),
        .role = role,
    };
    return OK;
}
