#include "domain/access/access.h"

#include "domain/access/tables.h"

#include <stdlib.h>
#include <string.h>

/* What cannot be read lets nobody in. */
static struct ranges *ranges_new(const char *text)
{
    static const char between[] = " ,\t\r\n\"[]";
    if (!text || text[strspn(text, between)] == '\0')
        return NULL;
    size_t room = 1;
    for (const char *at = text; *at; at++)
        room += strchr(between, *at) != NULL;
    struct ranges *ranges = calloc(1, sizeof *ranges + room * sizeof ranges->items[0]);
    if (!ranges)
        abort();
    for (const char *at = text + strspn(text, between); *at; at += strspn(at, between)) {
        size_t const size = strcspn(at, between);
        if (ip_range_parse(at, size, &ranges->items[ranges->count]))
            ranges->count++;
        at += size;
    }
    return ranges;
}

static uint32_t key_row_new(const unsigned char *digest)
{
    uint32_t row;
    if (tables.free_keys.count > 0)
        row = ((uint32_t *)tables.free_keys.items)[--tables.free_keys.count];
    else
        row = row_add(&tables.keys);
    memcpy(KEY(row)->digest, digest, ACCESS_DIGEST_BYTES);
    KEY(row)->use = INDEX_NONE;
    index_add(&tables.key_index, digest_hash(digest), row);
    return row;
}

void access_key_put(const struct access_key *key)
{
    struct ranges *allowed = ranges_new(key->allowed_ips);
    tables_lock_to_write();
    uint32_t const account = account_row_of(key->account);
    uint32_t at = key_row_find(key->digest);
    if (at == INDEX_NONE)
        at = key_row_new(key->digest);
    struct key_row *row = KEY(at);
    id_copy(row->id, key->id);
    row->account = account;
    row->environment = (uint8_t)key->environment;
    row->is_active = key->is_active;
    row->is_pass = key->is_pass;
    row->expires_at = key->expires_at;
    row->limits = key->limits;
    free(row->allowed);
    row->allowed = allowed;
    tables_unlock();
}

static void use_forget(struct key_row *key)
{
    pthread_mutex_lock(&tables.uses_lock);
    if (key->use != INDEX_NONE) {
        struct use *uses = tables.uses.items;
        uses[key->use] = uses[--tables.uses.count];
        if (key->use < tables.uses.count)
            KEY(uses[key->use].key)->use = key->use;
    }
    pthread_mutex_unlock(&tables.uses_lock);
}

void access_key_remove(const unsigned char digest[static ACCESS_DIGEST_BYTES])
{
    tables_lock_to_write();
    uint32_t const row = key_row_find(digest);
    if (row != INDEX_NONE) {
        index_remove(&tables.key_index, digest_hash(digest), row);
        use_forget(KEY(row));
        free(KEY(row)->allowed);
        memset(KEY(row), 0, sizeof *KEY(row));
        uint32_t const place = row_add(&tables.free_keys);
        ((uint32_t *)tables.free_keys.items)[place] = row;
    }
    tables_unlock();
}

void access_account_suspend(const char *account, bool is_suspended)
{
    tables_lock_to_write();
    uint32_t const row = account_row_of(account);       /* may move the rows */
    ACCOUNT(row)->is_suspended = is_suspended;
    tables_unlock();
}

static uint32_t grant_row_of(const char *account, const char *bundle_id)
{
    uint32_t const owner = account_row_of(account);
    uint32_t const bundle = bundle_row_of(bundle_id);
    uint32_t row = grant_row_find(owner, bundle);
    if (row != INDEX_NONE)
        return row;
    row = row_add(&tables.grants);
    GRANT(row)->account = owner;
    GRANT(row)->bundle = bundle;
    index_add(&tables.grant_index, grant_hash(owner, bundle), row);
    return row;
}

void access_grant_limit(const char *account, const char *bundle_id,
                        const struct limits_rule *granted)
{
    tables_lock_to_write();
    uint32_t const row = grant_row_of(account, bundle_id);      /* may move the rows */
    GRANT(row)->limits = *granted;
    tables_unlock();
}

void access_grant_put(const char *account, const char *bundle_id, enum access_grant state,
                      unsigned environments)
{
    tables_lock_to_write();
    uint32_t const row = grant_row_of(account, bundle_id);
    GRANT(row)->state = (uint8_t)state;
    GRANT(row)->environments = (uint8_t)environments;
    tables_unlock();
}

void access_grant_remove(const char *account, const char *bundle_id)
{
    access_grant_put(account, bundle_id, GRANT_NONE, 0);
}

/* A shield stays with its environment, and forgets when another server is called. A version that
 * calls its bundle's server stands behind the same one. */
static void shields_put(struct bundle_row *row, const struct bundle_row *owner)
{
    for (int i = 0; i < KEY_ENVIRONMENTS; i++) {
        struct access_target *target = row->targets[i];
        if (!target || target->is_mock)
            continue;
        if (owner != row && owner->shields[i] && owner->shielded[i] == target->origin) {
            target->shield = owner->shields[i];
            continue;
        }
        if (!row->shields[i])
            row->shields[i] = shield_new();
        else if (row->shielded[i] != target->origin)
            shield_reset(row->shields[i]);
        row->shielded[i] = target->origin;
        target->shield = row->shields[i];
    }
}

void access_bundle_put(const struct access_bundle *bundle)
{
    struct access_target *targets[KEY_ENVIRONMENTS];
    for (int i = 0; i < KEY_ENVIRONMENTS; i++)
        targets[i] = access_target_new(bundle, &bundle->upstreams[i]);
    if (!bundle->upstreams[KEY_DEVELOPMENT].url)
        targets[KEY_DEVELOPMENT] = access_target_mock(bundle);
    struct endpoint_tree *tree = endpoints_plant(bundle->endpoints, bundle->endpoint_count);
    char *slug = strdup(bundle->slug);
    if (!slug)
        abort();

    tables_lock_to_write();
    uint32_t const at = bundle_row_of(bundle->id);
    uint32_t const owner = bundle->version_of ? bundle_row_of(bundle->version_of) : at;
    bundle_row_clear(at);
    struct bundle_row *row = BUNDLE(at);
    row->slug = slug;
    id_copy(row->publisher, bundle->publisher ? bundle->publisher : "");
    row->is_open = bundle->is_open;
    row->owner = owner;
    row->deprecated_at = bundle->deprecated_at;
    row->sunset_at = bundle->sunset_at;
    row->limits = bundle->limits;
    memcpy(row->targets, targets, sizeof targets);
    shields_put(row, BUNDLE(owner));
    bundle_endpoints_put(&row->endpoints, &BUNDLE(owner)->endpoints, tree, bundle);
    index_add(&tables.slug_index, text_hash(slug), at);
    tables_unlock();
}

void access_bundle_remove(const char *id)
{
    tables_lock_to_write();
    uint32_t const row = bundle_row_find(id);
    if (row != INDEX_NONE)
        bundle_row_clear(row);
    tables_unlock();
}
