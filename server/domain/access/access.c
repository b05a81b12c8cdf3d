#include "domain/access/access.h"

#include "domain/access/tables.h"

#include <stdlib.h>
#include <string.h>

/* So many are put under one lock, and what is to be looked at for them is fetched beforehand, so
 * that the memory's delay is waited for once and not with each of them. */
enum { AT_ONCE = 256 };

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

static void key_put(const struct access_key *key, uint32_t account, struct ranges *allowed)
{
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
}

static void keys_put(const struct access_key *keys, size_t count)
{
    struct ranges *allowed[AT_ONCE];
    uint32_t accounts[AT_ONCE];
    for (size_t i = 0; i < count; i++) {
        allowed[i] = ranges_new(keys[i].allowed_ips);
        accounts[i] = text_hash(keys[i].account);
    }
    tables_lock_to_write();
    for (size_t i = 0; i < count; i++) {
        index_prefetch(&tables.account_index, accounts[i]);
        index_prefetch(&tables.key_index, digest_hash(keys[i].digest));
    }
    for (size_t i = 0; i < count; i++)
        key_put(&keys[i], account_row_of(keys[i].account, accounts[i]), allowed[i]);
    tables_unlock();
}

void access_keys_put(const struct access_key *keys, size_t count)
{
    for (; count > AT_ONCE; keys += AT_ONCE, count -= AT_ONCE)
        keys_put(keys, AT_ONCE);
    keys_put(keys, count);
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
    uint32_t const row = account_row_of(account, text_hash(account));   /* may move the rows */
    ACCOUNT(row)->is_suspended = is_suspended;
    tables_unlock();
}

static uint32_t grant_row_of(uint32_t account, uint32_t bundle)
{
    uint32_t row = grant_row_find(account, bundle);
    if (row != INDEX_NONE)
        return row;
    row = row_add(&tables.grants);
    GRANT(row)->account = account;
    GRANT(row)->bundle = bundle;
    index_add(&tables.grant_index, grant_hash(account, bundle), row);
    return row;
}

static void grant_put(const struct access_granted *grant, uint32_t account, uint32_t bundle)
{
    uint32_t const at = grant_row_of(account, bundle);          /* may move the rows */
    struct grant_row *row = GRANT(at);
    row->state = (uint8_t)grant->state;
    row->environments = (uint8_t)grant->environments;
    row->limits = grant->limits;
}

static void grants_put(const struct access_granted *grants, size_t count)
{
    uint32_t accounts[AT_ONCE], bundles[AT_ONCE];
    for (size_t i = 0; i < count; i++)
        accounts[i] = text_hash(grants[i].account);
    tables_lock_to_write();
    for (size_t i = 0; i < count; i++)
        index_prefetch(&tables.account_index, accounts[i]);
    for (size_t i = 0; i < count; i++) {
        accounts[i] = account_row_of(grants[i].account, accounts[i]);
        bundles[i] = bundle_row_of(grants[i].bundle_id);
        index_prefetch(&tables.grant_index, grant_hash(accounts[i], bundles[i]));
    }
    for (size_t i = 0; i < count; i++)
        grant_put(&grants[i], accounts[i], bundles[i]);
    tables_unlock();
}

void access_grants_put(const struct access_granted *grants, size_t count)
{
    for (; count > AT_ONCE; grants += AT_ONCE, count -= AT_ONCE)
        grants_put(grants, AT_ONCE);
    grants_put(grants, count);
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
