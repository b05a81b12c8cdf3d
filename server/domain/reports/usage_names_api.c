#include "domain/reports/usage_names_api.h"

#include "base/text.h"
#include "domain/access/access.h"
#include "domain/accounts/accounts.h"
#include "domain/bundles/bundles.h"
#include "domain/institutions/institutions.h"
#include "domain/keys/keys.h"

static struct group_names bundle_names(struct req *r, const char *id)
{
    struct bundle b;
    if (bundle_find(r->db, &r->arena, id, &b) != OK)
        return (struct group_names){ .id = id };
    return (struct group_names){ .id = b.slug, .name = b.name };
}

static struct group_names account_names(struct req *r, const char *id)
{
    struct account account;
    struct institution institution;
    if (account_find(r->db, &r->arena, id, &account) != OK)
        return (struct group_names){ .id = id };
    struct group_names names = { .id = id, .name = account.username };
    if (account.institution_id
        && institution_find(r->db, &r->arena, account.institution_id, &institution) == OK)
        names.institution = institution.name;
    return names;
}

/* Labels are the member's own: others see what the key begins with. */
static struct group_names key_names(struct req *r, const struct usage_group *g, bool is_staff)
{
    struct api_key key;
    struct group_names names = { .id = g->key_id };
    if (api_key_find(r->db, &r->arena, NULL, g->key_id, &key) == OK)
        names.name = is_staff ? key.head : key.label;
    else if (text_starts(g->key_id, ACCESS_PASS))
        names.name = "Test API";
    if (is_staff)
        names.account = account_names(r, g->account_id).name;
    return names;
}

struct group_names group_names_of(struct req *r, enum usage_by by, const struct usage_group *g,
                                  bool is_staff)
{
    struct group_names names;
    switch (by) {
    case BY_BUNDLE:
        return bundle_names(r, g->bundle_id);
    case BY_ENDPOINT:
        names = bundle_names(r, g->bundle_id);
        return (struct group_names){ .id = g->endpoint, .name = *g->endpoint ? g->endpoint : NULL,
                                     .bundle = names.id };
    case BY_KEY:
        return key_names(r, g, is_staff);
    case BY_ACCOUNT:
        return account_names(r, g->account_id);
    case BY_ENVIRONMENT:
        return (struct group_names){ .id = g->environment, .name = g->environment };
    default:
        names.id = arena_printf(&r->arena, "%lld", (long long)g->status);
        return (struct group_names){ .id = names.id, .name = names.id };
    }
}
