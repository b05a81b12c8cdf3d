#include "domain/bundles/changes.h"

#include "base/random.h"
#include "base/text.h"
#include "domain/audit/audit.h"
#include "domain/bundles/tags.h"
#include "domain/bundles/terms.h"
#include "domain/bundles/version_write.h"
#include "store/db.h"

/* more: further members, from a comma on. A slug needs no escape. */
static enum err note(struct db *tx, const char *action, const struct bundle *b, const char *more,
                     struct actor by)
{
    AUTO_ARENA struct arena a = { 0 };
    return audit_add(tx, &(struct audit_entry){
        .actor = by.account_id, .action = action, .subject = b->id, .ip = by.ip, .at = by.now,
        .detail = arena_printf(&a, "{\"slug\":\"%s\"%s}", b->slug, more) });
}

static bool has_same_tags(const struct bundle *before, const struct bundle *after)
{
    int i = 0;
    while (before->tags[i] && text_is(before->tags[i], after->tags[i]))
        i++;
    return !before->tags[i] && !after->tags[i];
}

/* What an edit changed, for the audit log. The values themselves may be long, or secret. */
static const char *changed(struct arena *a, const struct bundle *before,
                           const struct bundle *after, const struct bundle_edit *edit)
{
    const struct { const char *name; bool is_changed; } parts[] = {
        { "name", !text_is(before->name, after->name) },
        { "slug", !text_is(before->slug, after->slug) },
        { "summary", !text_is(before->summary, after->summary) },
        { "description", !text_is(before->description, after->description) },
        { "provider", !text_is(before->provider, after->provider) },
        { "version", !text_is(before->version, after->version) },
        { "limits", !text_is(before->limits, after->limits) },
        { "tags", !has_same_tags(before, after) },
        { "upstreams.development", edit->upstreams[KEY_DEVELOPMENT].kind != UPSTREAM_AS_IS },
        { "upstreams.production", edit->upstreams[KEY_PRODUCTION].kind != UPSTREAM_AS_IS },
        { "document", edit->document != NULL },
    };
    const char *list = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].is_changed)
            list = arena_printf(a, "%s%s\"%s\"", list, *list ? "," : "", parts[i].name);
    }
    return arena_printf(a, ",\"changed\":[%s]", list);
}

static enum err check_slug(struct db *tx, const char *slug, const char *own_id)
{
    AUTO_QUERY struct query q = db_query(tx, "SELECT 1 FROM bundles WHERE slug = $1 AND id <> $2",
                                         TEXT(slug), TEXT(own_id));
    bool const is_taken = query_next(&q);
    TRY(query_result(&q));
    return is_taken ? SLUG_TAKEN : OK;
}

/* All that an edit says of bundle id, which exists. */
static enum err write_edit(struct db *tx, struct arena *a, const char *id,
                           const struct bundle_edit *edit, int64_t now)
{
    struct bundle b = edit->bundle;
    b.id = id;
    TRY(check_slug(tx, b.slug, id));
    TRY(db_run(tx,
        "UPDATE bundles SET slug = $2, name = $3, name_key = $4, summary = $5, description = $6,"
        " provider = $7, version = $8, limits = $9, updated_at = $10 WHERE id = $1",
        TEXT(id), TEXT(b.slug), TEXT(b.name), TEXT(text_fold(a, b.name)), TEXT(b.summary),
        TEXT(b.description), TEXT(b.provider), TEXT(b.version), TEXT(b.limits), INT(now)));
    TRY(terms_write(tx, &b));
    for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++)
        TRY(upstream_change(tx, a, &(struct upstream_owner){ .bundle_id = id }, e,
                            &edit->upstreams[e]));
    return OK;
}

/* The current version, as far as an edit is about it. */
static enum err write_version(struct db *tx, struct arena *a, const char *id,
                              const struct bundle_edit *edit, int64_t now)
{
    struct version v;
    TRY(version_find(tx, a, id, NULL, &v));
    if (!text_is(v.version, edit->bundle.version))
        TRY(version_rename(tx, a, &v, edit->bundle.version));
    return edit->document ? version_fill(tx, &v, edit->document, NULL, now) : OK;
}

/* The id stands in the slug's place until the edit is written, so that no two rows meet. */
enum err bundle_create(struct db *db, struct arena *a, const struct bundle_edit *edit,
                       struct actor by, const char **id)
{
    const char *fresh = id_new(a, "bdl"), *version = NULL;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(db_run(tx.db,
        "INSERT INTO bundles (id, slug, name, name_key, summary, description, provider, version,"
        " status, created_by, created_at, updated_at)"
        " VALUES ($1, $1, '', '', '', '', '', '', 'draft', $2, $3, $3)",
        TEXT(fresh), TEXT(by.account_id), INT(by.now)));
    TRY(terms_write_status(tx.db, fresh, "draft"));
    TRY(write_edit(tx.db, a, fresh, edit, by.now));
    TRY(version_add(tx.db, a, &(struct version_new){
        .bundle_id = fresh, .version = edit->bundle.version, .status = "current",
        .document = edit->document, .created_by = by.account_id, .now = by.now }, &version));
    TRY(note(tx.db, "bundle.create", &(struct bundle){ .id = fresh, .slug = edit->bundle.slug },
             "", by));
    TRY(tx_commit(&tx));
    *id = fresh;
    return OK;
}

static enum err check_edited(const struct bundle *before, const struct bundle *after)
{
    if (text_is(before->status, "draft"))
        return OK;
    if (!text_is(before->slug, after->slug))
        return err_because(BUNDLE_STATE, "the slug of a published bundle stays");
    if (!after->has_development && !after->has_production)
        return err_because(BUNDLE_STATE, "a published bundle keeps an upstream");
    return OK;
}

static enum err update(struct db *tx, struct arena *a, const struct bundle_edit *edit,
                       struct actor by)
{
    struct bundle before, after;
    TRY(bundle_find(tx, a, edit->bundle.id, &before));
    if (bundle_is_listed(&before))
        TRY(tags_count(tx, before.id, -1));
    TRY(write_edit(tx, a, before.id, edit, by.now));
    TRY(write_version(tx, a, before.id, edit, by.now));
    TRY(bundle_find(tx, a, before.id, &after));
    TRY(check_edited(&before, &after));
    if (bundle_is_listed(&before))
        TRY(tags_count(tx, before.id, 1));
    return note(tx, "bundle.update", &after, changed(a, &before, &after, edit), by);
}

enum err bundle_update(struct db *db, struct arena *a, const struct bundle_edit *edit,
                       struct actor by)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(update(tx.db, a, edit, by));
    TRY(tx_commit(&tx));
    return bundle_expose(db, edit->bundle.id);
}

enum err bundle_delete(struct db *db, const char *id, struct actor by)
{
    AUTO_ARENA struct arena a = { 0 };
    AUTO_TX struct tx tx = { 0 };
    struct bundle b;
    TRY(tx_begin(&tx, db));
    TRY(bundle_find(tx.db, &a, id, &b));
    if (!text_is(b.status, "draft"))
        return err_because(BUNDLE_STATE, "only a draft can be deleted");
    TRY(db_run(tx.db, "DELETE FROM bundles WHERE id = $1", TEXT(b.id)));
    TRY(note(tx.db, "bundle.delete", &b, "", by));
    return tx_commit(&tx);
}

/* From what, to what, under which name in the audit log. */
struct move {
    const char *from[3], *to, *action;
    int64_t sunset_at;
};

static bool leads_from(const struct move *m, const char *status)
{
    for (const char *const *from = m->from; *from; from++) {
        if (text_is(*from, status))
            return true;
    }
    return false;
}

static enum err write_status(struct db *tx, const struct bundle *before, const struct move *m,
                             int64_t now)
{
    struct bundle const after = { .status = m->to };
    int64_t const counts = bundle_is_listed(&after) - bundle_is_listed(before);
    int64_t const since = before->deprecated_at ? before->deprecated_at : now;
    int64_t const deprecated_at = text_is(m->to, "deprecated") ? since : 0;
    TRY(db_run(tx,
        "UPDATE bundles SET status = $2, sunset_at = $3, updated_at = $4,"
        " published_at = coalesce(published_at, $4), deprecated_at = $5 WHERE id = $1",
        TEXT(before->id), TEXT(m->to), TIME(m->sunset_at), INT(now), TIME(deprecated_at)));
    TRY(terms_write_status(tx, before->id, m->to));
    return counts ? tags_count(tx, before->id, counts) : OK;
}

static enum err move(struct db *tx, const char *id, const struct move *m, struct actor by)
{
    AUTO_ARENA struct arena a = { 0 };
    struct bundle b;
    TRY(bundle_find(tx, &a, id, &b));
    if (!leads_from(m, b.status))
        return err_because(BUNDLE_STATE, "%s does not follow %s", m->to, b.status);
    if (!b.has_development && !b.has_production)
        return err_because(BUNDLE_NOT_READY, "no upstream");
    TRY(write_status(tx, &b, m, by.now));
    return note(tx, m->action, &b, "", by);
}

enum err bundle_publish(struct db *db, const char *id, struct actor by)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(move(tx.db, id, &(struct move){ { "draft", "deprecated" }, "published",
                                        "bundle.publish" }, by));
    TRY(tx_commit(&tx));
    return bundle_expose(db, id);
}

enum err bundle_retire(struct db *tx, const char *id, struct actor by)
{
    return move(tx, id, &(struct move){ { "published", "deprecated" }, "retired",
                                        "bundle.retire" }, by);
}

enum err bundle_deprecate(struct db *tx, const char *id, int64_t sunset_at, struct actor by)
{
    return move(tx, id, &(struct move){ { "published", "deprecated" }, "deprecated",
                                        "bundle.deprecate", sunset_at }, by);
}
