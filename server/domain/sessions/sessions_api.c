#include "domain/sessions/sessions_api.h"

#include "base/text.h"
#include "domain/sessions/agents.h"
#include "domain/sessions/sessions.h"

#include <string.h>

#define REFRESH_COOKIE "simpul_refresh"
#define DEVICE_COOKIE "simpul_device"
#define COOKIE_PATH "/auth"

/* Browsers keep no cookie for longer than 400 days. */
enum { TOKEN_MAX_BYTES = 128, DEVICE_KEPT_S = 400 * 86400 };

struct client_trace request_trace(const struct req *r)
{
    return (struct client_trace){ .ip = r->ip, .user_agent = r->user_agent,
                                  .device = in_cookie(r, DEVICE_COOKIE) };
}

enum err reply_tokens(struct req *r, const struct tokens *t)
{
    if (t->is_native)
        return reply_raw(r, 200, json_pack("{ss ss sI sI}", "token", t->access,
                                           "refresh_token", t->refresh,
                                           "expires_in", (json_int_t)t->expires_in,
                                           "refresh_expires_in",
                                           (json_int_t)t->refresh_expires_in));
    reply_cookie(r, REFRESH_COOKIE, t->refresh, COOKIE_PATH, t->refresh_expires_in);
    if (t->device)
        reply_cookie(r, DEVICE_COOKIE, t->device, COOKIE_PATH, DEVICE_KEPT_S);
    return reply_raw(r, 200, json_pack("{ss}", "token", t->access));
}

static const char *given_refresh(struct req *r, bool *is_native)
{
    *is_native = in_has(r, "refresh_token");
    return *is_native ? in_text(r, "refresh_token", 1, TOKEN_MAX_BYTES)
                      : in_cookie(r, REFRESH_COOKIE);
}

static void drop_cookie(struct req *r)
{
    if (in_cookie(r, REFRESH_COOKIE))
        reply_cookie(r, REFRESH_COOKIE, "", COOKIE_PATH, 0);
}

enum err auth_refresh(struct req *r)
{
    bool is_native = false;
    const char *given = given_refresh(r, &is_native);
    TRY(in_check(r));
    if (!given)
        return err_because(UNAUTHENTICATED, "no refresh token");

    struct session_refresh const refresh = {
        .refresh = given, .issuer = r->app->config->public_url, .from = request_trace(r),
        .is_native = is_native,
    };
    struct tokens tokens;
    enum err const e = session_refresh(r->db, &r->arena, &refresh, r->now, &tokens);
    if (e == UNAUTHENTICATED)
        drop_cookie(r);
    TRY(e);
    return reply_tokens(r, &tokens);
}

/* By the access token, or by the refresh token where that has run out: signing out never fails. */
static enum err end_own_session(struct req *r, const char *refresh)
{
    if (!r->who.session_id)
        return refresh ? session_end_by_refresh(r->db, &r->arena, refresh, r->now) : OK;
    enum err const e = session_end(r->db, r->who.account_id, r->who.session_id, "sign_out", r->now);
    return e == NOT_FOUND ? OK : e;
}

enum err auth_logout(struct req *r)
{
    bool is_native = false;
    const char *refresh = given_refresh(r, &is_native);
    TRY(in_check(r));

    TRY(end_own_session(r, refresh));
    drop_cookie(r);
    return reply_said(r, "Anda sudah keluar", "You have signed out");
}

/* "pwd otp" as a list. */
static json_t *words_json(struct arena *a, const char *words)
{
    json_t *list = json_array();
    char *rest = arena_copy(a, words);
    while (rest)
        json_array_append_new(list, json_string(strsep(&rest, " ")));
    return list;
}

static json_t *session_json(struct req *r, const struct session *s)
{
    struct arena *a = &r->arena;
    return json_pack("{ss ss ss ss so sb ss ss ss sb}", "id", s->id,
                     "device", agent_name(a, s->user_agent), "ip", s->ip,
                     "user_agent", s->user_agent, "amr", words_json(a, s->amr),
                     "native_app", s->is_native,
                     "created_at", time_rfc3339(a, s->created_at),
                     "last_used_at", time_rfc3339(a, s->last_used_at),
                     "expires_at", time_rfc3339(a, s->expires_at),
                     "current", strcmp(s->id, r->who.session_id) == 0);
}

enum err sessions_list(struct req *r)
{
    struct sessions list;
    TRY(sessions_of(r->db, &r->arena, r->who.account_id, r->now, &list));
    json_t *items = json_array();
    for (int i = 0; i < list.count; i++)
        json_array_append_new(items, session_json(r, &list.items[i]));
    return reply_list(r, items, NULL, list.count);
}

enum err session_delete(struct req *r)
{
    TRY(session_end(r->db, r->who.account_id, in_path(r, "id"), "ended_by_user", r->now));
    return reply_said(r, "Sesi diakhiri", "The session has ended");
}

enum err sessions_delete(struct req *r)
{
    int64_t ended = 0;
    TRY(sessions_end_others(r->db, r->who.account_id, r->who.session_id, r->now, &ended));
    return reply_ok_said(r, json_pack("{sI}", "ended", (json_int_t)ended),
                         "Semua sesi lain diakhiri", "All other sessions have ended");
}
