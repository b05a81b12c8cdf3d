/* The checks of one call, and the last uses they leave behind. */
#include "domain/access/access.h"

#include "crypto/digest.h"
#include "domain/access/tables.h"

#include <stdlib.h>
#include <string.h>

static bool ranges_have(const struct ranges *ranges, const struct ip *ip)
{
    for (unsigned i = 0; i < ranges->count; i++) {
        if (ip_range_has(&ranges->items[i], ip))
            return true;
    }
    return false;
}

static enum err key_check(const struct access_call *call, const struct key_row *key)
{
    if (!key->is_active || ACCOUNT(key->account)->is_suspended)
        return KEY_INACTIVE;
    if (key->expires_at && key->expires_at <= call->now)
        return KEY_EXPIRED;
    enum key_environment environment;
    if (!key_environment_parse(call->environment, call->environment_size, &environment))
        return BUNDLE_UNKNOWN;
    if (environment != key->environment)
        return KEY_ENVIRONMENT_MISMATCH;
    if (key->allowed && !ranges_have(key->allowed, &call->ip))
        return IP_NOT_ALLOWED;
    return OK;
}

/* *out stays as it is for a pass. */
static enum err grant_check(const struct key_row *key, uint32_t bundle, struct grant_row **out)
{
    uint32_t const row = grant_row_find(key->account, bundle);
    if (row != INDEX_NONE && GRANT(row)->state == GRANT_REVOKED)
        return ACCESS_REVOKED;
    if (key->is_pass)
        return OK;
    if (row == INDEX_NONE)
        return ACCESS_NOT_APPROVED;
    bool const covers = GRANT(row)->environments >> key->environment & 1;
    *out = GRANT(row);
    return GRANT(row)->state == GRANT_APPROVED && covers ? OK : ACCESS_NOT_APPROVED;
}

/* Several loops may look for the same one at once, and find the same. */
static struct limits_meter *meter_of(_Atomic(struct limits_meter *) *kept, uint32_t account,
                                     const char *subject_id)
{
    struct limits_meter *meter = atomic_load_explicit(kept, memory_order_acquire);
    if (meter)
        return meter;
    meter = limits_meter_of(ACCOUNT(account)->id, subject_id);
    atomic_store_explicit(kept, meter, memory_order_release);
    return meter;
}

static void grant_limits_note(struct grant_row *grant, struct limits_call *out)
{
    const struct bundle_row *bundle = BUNDLE(grant->bundle);
    out->grant_rule = limits_override(&bundle->limits, &grant->limits);
    if (limits_are_set(&out->grant_rule))
        out->grant = meter_of(&grant->meter, grant->account, bundle->id);
}

static void limits_note(struct key_row *key, struct grant_row *grant, struct limits_call *out)
{
    *out = (struct limits_call){ .key_rule = key->limits };
    if (grant)
        grant_limits_note(grant, out);
    if (limits_are_set(&out->key_rule))
        out->key = meter_of(&key->meter, key->account, key->id);
}

/* Once a second and key, so that a busy key costs its callers nothing. */
static void use_note(uint32_t row, const struct access_call *call)
{
    struct key_row *key = KEY(row);
    uint32_t const second = (uint32_t)call->now;
    if (key->is_pass || atomic_load_explicit(&key->used_at, memory_order_relaxed) == second)
        return;
    atomic_store_explicit(&key->used_at, second, memory_order_relaxed);
    pthread_mutex_lock(&tables.uses_lock);
    if (key->use == INDEX_NONE)
        key->use = row_add(&tables.uses);
    struct use *use = (struct use *)tables.uses.items + key->use;
    *use = (struct use){ .key = row, .at = call->now, .ip = call->ip };
    pthread_mutex_unlock(&tables.uses_lock);
}

/* What is asked for. Answers the bundle's row. */
static uint32_t place_note(const struct access_call *call, struct access_pass *out)
{
    enum key_environment environment = KEY_ENVIRONMENTS;
    uint32_t const at = slug_row_find(call->slug, call->slug_size);
    key_environment_parse(call->environment, call->environment_size, &environment);
    out->environment = (uint8_t)environment;
    if (at == INDEX_NONE)
        return at;
    out->bundle = BUNDLE(at)->owner + 1;
    out->endpoint = bundle_endpoints_find(&BUNDLE(at)->endpoints, call->method, call->path,
                                          call->path_size);
    return at;
}

static enum err check(const struct access_call *call, const unsigned char *digest, uint32_t at,
                      struct access_pass *out)
{
    uint32_t const row = key_row_find(digest);
    if (row == INDEX_NONE)
        return KEY_UNKNOWN;
    struct key_row *key = KEY(row);
    struct grant_row *grant = NULL;
    memcpy(out->key_id, key->id, sizeof out->key_id);
    memcpy(out->account_id, ACCOUNT(key->account)->id, sizeof out->account_id);
    TRY(key_check(call, key));
    if (at == INDEX_NONE || !BUNDLE(at)->is_open || !BUNDLE(at)->targets[key->environment])
        return BUNDLE_UNKNOWN;
    TRY(grant_check(key, BUNDLE(at)->owner, &grant));

    out->deprecated_at = BUNDLE(at)->deprecated_at;
    out->sunset_at = BUNDLE(at)->sunset_at;
    out->target = BUNDLE(at)->targets[key->environment];
    access_target_take(out->target);
    limits_note(key, grant, &out->limits);
    use_note(row, call);
    return OK;
}

/* A key's form is looked at before the tables are. */
static enum err key_read(const struct access_call *call, unsigned char *digest)
{
    if (!call->key)
        return KEY_MISSING;
    if (!key_format_check(call->key, call->key_size))
        return KEY_MALFORMED;
    digest_sha256(call->key, call->key_size, digest);
    return OK;
}

enum err access_check(const struct access_call *call, struct access_pass *out)
{
    unsigned char digest[ACCESS_DIGEST_BYTES];
    enum err e = key_read(call, digest);
    *out = (struct access_pass){ 0 };
    tables_lock_to_read();
    uint32_t const at = place_note(call, out);
    if (!e)
        e = check(call, digest, at, out);
    tables_unlock();
    return e;
}

struct drained {
    char id[ACCESS_ID_MAX + 1];
    struct use use;
};

static struct drained *take_uses(size_t *count)
{
    tables_lock_to_read();
    pthread_mutex_lock(&tables.uses_lock);
    *count = tables.uses.count;
    struct drained *all = malloc((*count + 1) * sizeof *all);
    if (!all)
        abort();
    for (size_t i = 0; i < *count; i++) {
        all[i].use = ((struct use *)tables.uses.items)[i];
        struct key_row *key = KEY(all[i].use.key);
        memcpy(all[i].id, key->id, sizeof all[i].id);
        key->use = INDEX_NONE;
    }
    tables.uses.count = 0;
    pthread_mutex_unlock(&tables.uses_lock);
    tables_unlock();
    return all;
}

void access_drain_uses(access_use_fn *each, void *context)
{
    size_t count;
    struct drained *all = take_uses(&count);
    for (size_t i = 0; i < count; i++) {
        char ip[IP_TEXT_SIZE];
        ip_text(&all[i].use.ip, ip);
        each(context, all[i].id, all[i].use.at, ip);
    }
    free(all);
}

void access_methods(const char *slug, size_t slug_size, const char *path, size_t path_size,
                    char out[static ACCESS_METHODS_SIZE])
{
    static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE",
                                           "OPTIONS", "TRACE" };
    out[0] = '\0';
    char *at = out;
    tables_lock_to_read();
    uint32_t const row = slug_row_find(slug, slug_size);
    for (size_t i = 0; row != INDEX_NONE && i < sizeof methods / sizeof methods[0]; i++) {
        if (!bundle_endpoints_find(&BUNDLE(row)->endpoints, methods[i], path, path_size))
            continue;
        at = stpcpy(at, at > out ? ", " : "");
        at = stpcpy(at, methods[i]);
    }
    tables_unlock();
}

enum err access_endpoint_check(const char *slug, const char *method, const char *path)
{
    tables_lock_to_read();
    uint32_t const at = slug_row_find(slug, strlen(slug));
    bool const is_open = at != INDEX_NONE && BUNDLE(at)->is_open;
    uint32_t const found = is_open ? bundle_endpoints_find(&BUNDLE(at)->endpoints, method, path,
                                                           strlen(path)) : 0;
    tables_unlock();
    if (!is_open)
        return BUNDLE_UNKNOWN;
    return found ? OK : NOT_FOUND;
}
