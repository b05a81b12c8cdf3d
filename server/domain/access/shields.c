/* The upstreams of bundles as others than their callers see them. */
#include "domain/access/access.h"

#include "domain/access/tables.h"

struct access_target *access_target_find(const char *environment, size_t environment_size,
                                         const char *slug, size_t slug_size)
{
    enum key_environment e;
    if (!key_environment_parse(environment, environment_size, &e))
        return NULL;
    tables_lock_to_read();
    uint32_t const row = slug_row_find(slug, slug_size);
    bool const is_open = row != INDEX_NONE && BUNDLE(row)->is_open;
    struct access_target *target = is_open ? BUNDLE(row)->targets[e] : NULL;
    if (target)
        access_target_take(target);
    tables_unlock();
    return target;
}

bool access_shield_look(const char *bundle_id, enum key_environment environment, int64_t now_ms,
                        struct shield_figures *out)
{
    tables_lock_to_read();
    uint32_t const row = bundle_row_find(bundle_id);
    const struct access_target *target =
        row == INDEX_NONE ? NULL : BUNDLE(row)->targets[environment];
    bool const is_there = target && !target->is_mock;
    if (is_there)
        shield_look(BUNDLE(row)->shields[environment], now_ms, out);
    tables_unlock();
    return is_there;
}

void access_shields_each(int64_t now_ms, access_shield_fn *each, void *context)
{
    tables_lock_to_read();
    for (uint32_t i = 0; i < tables.bundles.count; i++) {
        for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++) {
            struct shield_figures figures;
            const struct access_target *target = BUNDLE(i)->targets[e];
            if (!target || target->is_mock || target->shield != BUNDLE(i)->shields[e])
                continue;
            shield_look(BUNDLE(i)->shields[e], now_ms, &figures);
            each(context, BUNDLE(i)->slug, e, &figures);
        }
    }
    tables_unlock();
}
