#include "domain/throttle/throttle_api.h"

enum err reply_patience(struct req *r, int64_t retry_s)
{
    const char *wait = arena_printf(&r->arena, "%lld", (long long)retry_s);
    reply_header(r, "Retry-After", wait);
    reply_header(r, "RateLimit-Policy", "\"attempts\";q=1");
    reply_header(r, "RateLimit", arena_printf(&r->arena, "\"attempts\";r=0;t=%s", wait));
    return TOO_MANY;
}

enum err request_throttle_check(struct req *r, const char *what, const char *who)
{
    int64_t retry_s = 0;
    struct attempt const t = { what, who, r->ip };
    enum err const e = throttle_check(r->db, &t, r->now, &retry_s);
    return e == TOO_MANY ? reply_patience(r, retry_s) : e;
}

enum err request_throttle_take(struct req *r, const char *what, const char *who)
{
    int64_t retry_s = 0;
    struct attempt const t = { what, who, r->ip };
    enum err const e = throttle_take(r->db, &t, r->now, &retry_s);
    return e == TOO_MANY ? reply_patience(r, retry_s) : e;
}

enum err request_throttle_clear(struct req *r, const char *what, const char *who)
{
    return throttle_clear(r->db, &(struct attempt){ what, who, r->ip }, r->now);
}
