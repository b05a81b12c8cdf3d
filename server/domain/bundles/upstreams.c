#include "domain/bundles/upstreams.h"

#include "base/ip.h"
#include "base/text.h"
#include "crypto/seal.h"
#include "domain/access/target.h"
#include "store/db.h"

#include <netdb.h>
#include <string.h>
#include <strings.h>

static const char *binding(struct arena *a, const char *bundle_id, enum key_environment e)
{
    return arena_printf(a, "bundle_upstreams/%s.%s/header_value", bundle_id,
                        key_environment_name(e));
}

#define COLUMNS "url, header_name, header_value, connect_timeout_ms, answer_timeout_ms"

static enum err read_all(struct query *q, struct arena *a, struct upstreams *out)
{
    struct upstreams found = { 0 };
    while (query_next(q)) {
        struct upstream *u = &found.of[column_int(q) ? KEY_PRODUCTION : KEY_DEVELOPMENT];
        u->url = column_text(q, a);
        u->header_name = column_text(q, a);
        u->header_sealed = column_text(q, a);
        u->connect_timeout_ms = column_int(q);
        u->answer_timeout_ms = column_int(q);
    }
    TRY(query_result(q));
    *out = found;
    return OK;
}

enum err upstreams_of(struct db *db, struct arena *a, const char *bundle_id,
                      struct upstreams *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT environment = 'production', " COLUMNS " FROM bundle_upstreams"
        " WHERE bundle_id = $1 ORDER BY environment", TEXT(bundle_id));
    return read_all(&q, a, out);
}

enum err upstreams_of_version(struct db *db, struct arena *a, const char *version_id,
                              struct upstreams *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT environment = 'production', " COLUMNS " FROM version_upstreams"
        " WHERE version_id = $1 ORDER BY environment", TEXT(version_id));
    return read_all(&q, a, out);
}

/* A sealed header is bound to bundle and environment, so that it may move between the two. */
enum err upstreams_keep(struct db *tx, const char *bundle_id, const char *version_id)
{
    TRY(db_run(tx, "DELETE FROM version_upstreams WHERE version_id = $1", TEXT(version_id)));
    return db_run(tx,
        "INSERT INTO version_upstreams (version_id, environment, " COLUMNS ")"
        " SELECT $2, environment, " COLUMNS " FROM bundle_upstreams WHERE bundle_id = $1",
        TEXT(bundle_id), TEXT(version_id));
}

enum err upstreams_restore(struct db *tx, const char *bundle_id, const char *version_id)
{
    TRY(db_run(tx, "DELETE FROM bundle_upstreams WHERE bundle_id = $1", TEXT(bundle_id)));
    TRY(db_run(tx,
        "INSERT INTO bundle_upstreams (bundle_id, environment, " COLUMNS ")"
        " SELECT $1, environment, " COLUMNS " FROM version_upstreams WHERE version_id = $2",
        TEXT(bundle_id), TEXT(version_id)));
    return db_run(tx, "DELETE FROM version_upstreams WHERE version_id = $1", TEXT(version_id));
}

static enum err drop(struct db *tx, const struct upstream_owner *o, const char *environment)
{
    if (o->version_id)
        return db_run(tx,
            "DELETE FROM version_upstreams WHERE version_id = $1 AND environment = $2",
            TEXT(o->version_id), TEXT(environment));
    return db_run(tx, "DELETE FROM bundle_upstreams WHERE bundle_id = $1 AND environment = $2",
                  TEXT(o->bundle_id), TEXT(environment));
}

static enum err put_row(struct db *tx, const struct upstream_owner *o, const char *environment,
                        const struct upstream *u)
{
    TRY(drop(tx, o, environment));
    if (o->version_id)
        return db_run(tx,
            "INSERT INTO version_upstreams (version_id, environment, " COLUMNS ")"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)",
            TEXT(o->version_id), TEXT(environment), TEXT(u->url), TEXT(u->header_name),
            TEXT(u->header_sealed), INT(u->connect_timeout_ms), INT(u->answer_timeout_ms));
    return db_run(tx,
        "INSERT INTO bundle_upstreams (bundle_id, environment, " COLUMNS ")"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        TEXT(o->bundle_id), TEXT(environment), TEXT(u->url), TEXT(u->header_name),
        TEXT(u->header_sealed), INT(u->connect_timeout_ms), INT(u->answer_timeout_ms));
}

static enum err now_of(struct db *db, struct arena *a, const struct upstream_owner *o,
                       struct upstreams *out)
{
    return o->version_id ? upstreams_of_version(db, a, o->version_id, out)
                         : upstreams_of(db, a, o->bundle_id, out);
}

/* The address may have become another since the caller looked: what is kept for that one goes to
 * no other server with this change. */
static enum err keep_header(const struct upstream *now, struct upstream *next)
{
    if (!now->header_name || !upstream_same_origin(now->url, next->url))
        return err_because(CONFLICT, "the header is no longer one of this server's");
    next->header_name = now->header_name;
    next->header_sealed = now->header_sealed;
    return OK;
}

static enum err set(struct db *tx, struct arena *a, const struct upstream_owner *o,
                    enum key_environment e, const struct upstream_change *c)
{
    struct upstreams now;
    struct upstream next = c->upstream;
    TRY(now_of(tx, a, o, &now));
    next.header_sealed = NULL;
    if (c->keeps_header)
        TRY(keep_header(&now.of[e], &next));
    else if (next.header_name)
        next.header_sealed = seal_text(a, binding(a, o->bundle_id, e), c->header_value);
    return put_row(tx, o, key_environment_name(e), &next);
}

enum err upstream_change(struct db *tx, struct arena *a, const struct upstream_owner *owner,
                         enum key_environment environment, const struct upstream_change *change)
{
    switch (change->kind) {
    case UPSTREAM_SET:
        return set(tx, a, owner, environment, change);
    case UPSTREAM_NONE:
        return drop(tx, owner, key_environment_name(environment));
    case UPSTREAM_AS_IS:
        break;
    }
    return OK;
}

bool upstream_would_change(const struct upstream *now, const struct upstream_change *change)
{
    const struct upstream *next = &change->upstream;
    if (change->kind == UPSTREAM_AS_IS)
        return false;
    if (change->kind == UPSTREAM_NONE || !now->url)
        return change->kind == UPSTREAM_SET || now->url;
    bool const keeps_header = change->keeps_header || (!next->header_name && !now->header_name);
    return !keeps_header || !text_is(next->url, now->url)
        || next->connect_timeout_ms != now->connect_timeout_ms
        || next->answer_timeout_ms != now->answer_timeout_ms;
}

enum err upstream_header(struct arena *a, const char *bundle_id, enum key_environment environment,
                         const struct upstream *u, char **out)
{
    return unseal_text(a, binding(a, bundle_id, environment), u->header_sealed, out);
}

static bool ends_in_number(const char *host)
{
    const char *dot = strrchr(host, '.');
    const char *last = dot ? dot + 1 : host;
    return *last && (strspn(last, "0123456789") == strlen(last)
                     || strncasecmp(last, "0x", 2) == 0);
}

static bool is_local_name(const char *host)
{
    static const char *const tails[] = { ".localhost", ".local", ".internal", ".home.arpa" };
    if (!strchr(host, '.'))
        return true;
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
        if (text_ends(host, tails[i]))
            return true;
    }
    return false;
}

/* One private address is enough: the gateway would refuse to connect to it. */
static bool resolves_to_private(const char *host)
{
    struct addrinfo *found = NULL;
    struct addrinfo const hints = { .ai_socktype = SOCK_STREAM };
    if (getaddrinfo(host, NULL, &hints, &found) != 0)
        return false;
    bool is_private = false;
    for (const struct addrinfo *at = found; at && !is_private; at = at->ai_next) {
        struct ip ip;
        is_private = ip_of(at->ai_addr, &ip) && ip_is_private(&ip);
    }
    freeaddrinfo(found);
    return is_private;
}

const char *upstream_url_fault(const char *url, bool private_is_allowed)
{
    struct url parts;
    struct ip ip;
    if (!url_parse(url, &parts))
        return "bad_url";
    AUTO_ARENA struct arena a = { 0 };
    const char *host = text_lower(&a, arena_printf(&a, "%.*s", (int)parts.host_size, parts.host));
    bool const is_ip = ip_parse(host, parts.host_size, &ip);
    if (!is_ip && (ends_in_number(host) || strstr(host, "..")))
        return "bad_url";
    if (private_is_allowed)
        return NULL;
    if (is_ip)
        return ip_is_private(&ip) ? "private_target" : NULL;
    return is_local_name(host) || resolves_to_private(host) ? "private_target" : NULL;
}

bool upstream_same_origin(const char *url, const char *other)
{
    struct url a, b;
    return url_parse(url, &a) && url_parse(other, &b) && a.is_tls == b.is_tls && a.port == b.port
           && a.host_size == b.host_size && strncasecmp(a.host, b.host, a.host_size) == 0;
}

const char *upstream_header_fault(const char *name)
{
    static const char *const taken[] = {
        "host", "connection", "content-length", "content-type", "transfer-encoding", "te",
        "trailer", "upgrade", "keep-alive", "proxy-connection", "expect", "forwarded",
        "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-request-id",
        "x-consumer-id", "traceparent", "tracestate",
    };
    size_t const length = strlen(name);
    if (length == 0 || length > 100
        || strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                        "!#$%&'*+-.^_`|~") != length)
        return "bad_characters";
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        if (strcasecmp(name, taken[i]) == 0)
            return "reserved";
    }
    return NULL;
}
