#include "web/life.h"

#include "base/clock.h"
#include "base/ip.h"
#include "base/random.h"
#include "base/text.h"
#include "web/allowance.h"
#include "web/framing.h"

#include <stdlib.h>
#include <string.h>
#include <ulfius.h>

enum { REQUEST_ID_MAX = 64, AGENT_MAX = 256 };

static bool is_request_id(const char *text)
{
    size_t const length = strlen(text);
    return length >= 8 && length <= REQUEST_ID_MAX
           && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
              == length;
}

static const char *request_id(struct req *r)
{
    const char *given = in_header(r, "X-Request-Id");
    return given && is_request_id(given) ? arena_copy(&r->arena, given) : id_new(&r->arena, "rid");
}

/* The first of id and en that stands in the header; the weights rarely say otherwise. */
static bool wants_english(const struct req *r)
{
    const char *header = in_header(r, "Accept-Language");
    for (const char *at = header ? header : ""; *at; at += strcspn(at, ","), at += *at == ',') {
        at += strspn(at, " ");
        if (strncasecmp(at, "en", 2) == 0)
            return true;
        if (strncasecmp(at, "id", 2) == 0)
            return false;
    }
    return false;
}

static bool is_trusted(const char *list, const struct ip *ip)
{
    while (*list) {
        list += strspn(list, ", ");
        size_t const length = strcspn(list, ", ");
        struct ip_range range;
        if (ip_range_parse(list, length, &range) && ip_range_has(&range, ip))
            return true;
        list += length;
    }
    return false;
}

/* Behind trusted proxies: the last address of X-Forwarded-For that is not a trusted proxy's. */
static void forwarded(const struct req *r, struct ip *ip)
{
    const char *trusted = r->app->config->trusted_proxies;
    const char *header = in_header(r, "X-Forwarded-For");
    if (!header || !is_trusted(trusted, ip))
        return;
    AUTO_ARENA struct arena a = { 0 };
    char *list = arena_copy(&a, header);
    for (;;) {
        char *comma = strrchr(list, ',');
        const char *text = text_trim(&a, comma ? comma + 1 : list);
        struct ip hop;
        if (!ip_parse(text, strlen(text), &hop))
            return;
        *ip = hop;
        if (!comma || !is_trusted(trusted, &hop))
            return;
        *comma = '\0';
    }
}

static const char *caller(struct req *r)
{
    struct ip ip = { 0 };
    char *text = arena_alloc(&r->arena, IP_TEXT_SIZE);
    if (!r->http->client_address || !ip_of(r->http->client_address, &ip))
        return "unknown";
    forwarded(r, &ip);
    ip_text(&ip, text);
    return text;
}

static enum err check_role(const struct req *r)
{
    enum role const role = r->who.role;
    if (!r->who.account_id)
        return UNAUTHENTICATED;
    if (role == ROLE_ADMIN)
        return OK;
    switch (r->route->guard) {
    case SIGNED_IN:
        return OK;
    case STAFF:
        return role == ROLE_REVIEWER || role == ROLE_PUBLISHER ? OK : FORBIDDEN;
    case REVIEWER:
        return role == ROLE_REVIEWER ? OK : FORBIDDEN;
    case PUBLISHER:
        return role == ROLE_PUBLISHER ? OK : FORBIDDEN;
    default:
        return FORBIDDEN;
    }
}

/* Where anyone may call, a broken or stale token is no error: the caller is then nobody. */
static enum err check_guard(struct req *r)
{
    const struct app_hooks *hooks = &r->app->hooks;
    switch (r->route->guard) {
    case DEVELOPMENT:
        return r->app->config->is_production ? NOT_FOUND : OK;
    case ANYONE:
        if (in_bearer(r) && hooks->identify && hooks->identify(r) != OK)
            r->who = (struct who){ 0 };
        return OK;
    case READER:
        return in_bearer(r) ? hooks->identify(r) : hooks->welcome(r);
    case INTERNAL_CLIENT:
        return hooks->identify_client(r);
    case DEVICE:
        return hooks->identify_device(r);
    case GUARD_MISSING:
        return INTERNAL;
    default:
        TRY(hooks->identify(r));
        return check_role(r);
    }
}

/* Where a request ends in doubt, its connection ends with it. */
static enum err check_framing(struct req *r)
{
    if (framing_is_plain())
        return OK;
    reply_header(r, "Connection", "close");
    return err_because(BAD_INPUT, "the head leaves in doubt where the request ends");
}

static enum err check_device(struct req *r)
{
    TRY(allowance_take(r));
    TRY(check_guard(r));
    return req_counts_for(r, "device", r->who.device_id);
}

static enum err check_caller(struct req *r)
{
    if (r->route->guard == DEVICE)
        return check_device(r);
    bool const is_stranger = r->route->guard == READER && !in_bearer(r);
    if (is_stranger || r->route->guard == ANYONE || r->route->guard == INTERNAL_CLIENT) {
        TRY(allowance_take(r));
        return check_guard(r);
    }
    TRY(check_guard(r));
    return allowance_take(r);
}

static enum err check(struct req *r, const struct router *router)
{
    TRY(check_framing(r));
    TRY(router_match(router, r, r->http->http_verb, r->http->url_path));
    TRY(check_caller(r));
    return r->route->needs_step_up && r->who.account_id ? r->app->hooks.step_up(r) : OK;
}

static const char *user_agent(struct req *r)
{
    const char *given = in_header(r, "User-Agent");
    if (!given || !text_is_visible(given, false))
        return "";
    size_t length = strnlen(given, AGENT_MAX);
    while (length > 0 && ((unsigned char)given[length] & 0xC0) == 0x80)
        length--;                       /* not in the middle of a character */
    return arena_printf(&r->arena, "%.*s", (int)length, given);
}

void life_begin(struct life *l, const struct app *app, const struct router *router,
                const struct _u_request *http)
{
    struct req *r = &l->req;
    *l = (struct life){ .started_us = clock_steady_us() };
    *r = (struct req){ .app = app, .db = app->db, .now = clock_now(), .http = http };
    r->out = calloc(1, sizeof *r->out);
    if (!r->out || ulfius_init_response(r->out) != U_OK)
        abort();
    err_forget();
    r->id = request_id(r);
    r->english = wants_english(r);
    r->ip = caller(r);
    r->user_agent = user_agent(r);
    l->err = check(r, router);
}

void life_end(struct life *l)
{
    struct req *r = &l->req;
    if (l->upload)
        r->app->hooks.upload_abandon(l->upload);
    for (int i = 0; i < r->upload_count; i++)
        r->app->hooks.upload_drop(r->db, r->uploads[i].file_id);
    json_decref(r->body);
    json_decref(r->problems);
    json_decref(r->extra);
    free(r->sent);
    ulfius_clean_response_full(r->out);
    arena_finish(&r->arena);
    *l = (struct life){ 0 };
}
