#include "web/allowance.h"

#include "base/ip.h"
#include "base/text.h"
#include "web/limit.h"
#include "web/req.h"

enum { UPLOADS_PER_MINUTE = 120,
       POLLS_PER_MINUTE = 120 };        /* twice what somebody asks who waits for a sign-in */

/* So many calls a minute; 0: any number. */
struct allowance {
    const char *kind, *name;
    int64_t per_minute;
};

static struct allowance of_address(struct req *r, int64_t per_minute)
{
    char *subscriber = arena_alloc(&r->arena, IP_TEXT_SIZE);
    ip_subscriber(r->ip, subscriber);
    return (struct allowance){ "address", subscriber, per_minute };
}

/* What a signed-in account only reads is cheap, and whose it is is known. */
static struct allowance allowance_of(struct req *r)
{
    const struct config *c = r->app->config;
    if (r->route->limit == LIMIT_PUBLIC || r->route->guard == DEVICE)
        return of_address(r, c->address_limit);
    if (!r->who.account_id)             /* other servers, mostly */
        return of_address(r, c->account_limit);
    if (text_is(r->route->method, "GET"))
        return (struct allowance){ "account", r->who.account_id, 0 };
    bool const is_upload = r->route->upload_max_bytes && c->account_limit;
    return (struct allowance){ is_upload ? "upload" : "account", r->who.account_id,
                               is_upload ? UPLOADS_PER_MINUTE : c->account_limit };
}

static const char *bucket_of(struct req *r, const struct allowance *may)
{
    return arena_printf(&r->arena, "%s/%d/%s", may->kind, r->route->limit, may->name);
}

static enum err take(struct req *r, const struct allowance *may)
{
    int64_t retry_s = 0;
    enum err const e = limit_take(r->app->limiter, bucket_of(r, may), may->per_minute,
                                  may->per_minute, &retry_s);
    if (e) {
        const char *wait = arena_printf(&r->arena, "%lld", (long long)retry_s);
        reply_header(r, "Retry-After", wait);
        reply_header(r, "RateLimit-Policy", arena_printf(&r->arena, "\"%s\";q=%lld;w=60",
                                                         may->kind, (long long)may->per_minute));
        reply_header(r, "RateLimit", arena_printf(&r->arena, "\"%s\";r=0;t=%s", may->kind, wait));
    }
    return e;
}

enum err allowance_take(struct req *r)
{
    if (r->route->limit == LIMIT_NONE || !r->app->limiter)
        return OK;
    struct allowance const may = allowance_of(r);
    return take(r, &may);
}

enum err req_counts_for(struct req *r, const char *kind, const char *name)
{
    struct allowance const address = allowance_of(r);
    if (!r->app->limiter || !address.per_minute)
        return OK;
    limit_give(r->app->limiter, bucket_of(r, &address), address.per_minute);
    return take(r, &(struct allowance){ kind, name, POLLS_PER_MINUTE });
}

enum err req_counts_as(struct req *r, const char *kind, int64_t per_minute)
{
    if (!r->app->limiter || !r->app->config->account_limit)
        return OK;
    return take(r, &(struct allowance){ kind, r->who.account_id, per_minute });
}
