#include "domain/bundles/releases.h"

#include "base/text.h"
#include "domain/audit/audit.h"
#include "domain/bundles/version_write.h"
#include "domain/json/json.h"
#include "store/db.h"

static enum err note(struct db *tx, const char *action, const char *bundle_id,
                     const char *version, struct actor by)
{
    AUTO_ARENA struct arena a = { 0 };
    return audit_add(tx, &(struct audit_entry){
        .actor = by.account_id, .action = action, .subject = bundle_id, .ip = by.ip,
        .at = by.now, .detail = json_text(&a, json_pack("{ss}", "version", version)) });
}

/* The bundle says which version is current, for its lists. */
static enum err show_version(struct db *tx, const char *bundle_id, const char *version,
                             int64_t now)
{
    return db_run(tx, "UPDATE bundles SET version = $2, updated_at = $3 WHERE id = $1",
                  TEXT(bundle_id), TEXT(version), INT(now));
}

/* The current version steps back, and keeps where its calls went. */
static enum err step_back(struct db *tx, const struct version *v, int64_t sunset_at, int64_t now)
{
    TRY(upstreams_keep(tx, v->bundle_id, v->id));
    return db_run(tx,
        "UPDATE bundle_versions SET status = 'previous', deprecated_at = $2, sunset_at = $3,"
        " updated_at = $2 WHERE id = $1", TEXT(v->id), INT(now), TIME(sunset_at));
}

static enum err add(struct db *tx, struct arena *a, const struct version *current,
                    const struct release *r, struct actor by)
{
    const char *id = NULL;
    TRY(step_back(tx, current, r->sunset_at, by.now));
    return version_add(tx, a, &(struct version_new){
        .bundle_id = r->bundle_id, .version = r->version, .status = "current",
        .document = r->document, .origin = r->origin, .created_by = by.account_id,
        .now = by.now }, &id);
}

static enum err replace(struct db *tx, struct arena *a, const struct version *current,
                        const struct release *r, struct actor by)
{
    if (!text_is(current->version, r->version))
        TRY(version_rename(tx, a, current, r->version));
    return version_fill(tx, current, r->document, r->origin, by.now);
}

enum err bundle_release(struct db *tx, struct arena *a, const struct release *r, struct actor by)
{
    struct version current;
    TRY(version_find(tx, a, r->bundle_id, NULL, &current));
    if (r->seen && r->seen != current.revision)
        return VERSION_CHANGED;
    TRY(r->adds ? add(tx, a, &current, r, by) : replace(tx, a, &current, r, by));
    TRY(show_version(tx, r->bundle_id, r->version, by.now));
    return note(tx, r->adds ? "version.add" : "version.replace", r->bundle_id, r->version, by);
}

/* Where the document came from is still true of what was changed by hand. */
enum err version_rewrite(struct db *tx, struct arena *a, const struct rewrite *r, struct actor by)
{
    struct version now;
    const char *origin = version_has_document(r->seen) ? r->seen->origin : NULL;
    TRY(version_find(tx, a, r->seen->bundle_id, r->seen->id, &now));
    if (now.revision != r->seen->revision)
        return VERSION_CHANGED;
    TRY(version_fill(tx, &now, r->document, origin, by.now));
    TRY(show_version(tx, now.bundle_id, now.version, by.now));
    return audit_add(tx, &(struct audit_entry){
        .actor = by.account_id, .action = r->action, .subject = now.bundle_id, .ip = by.ip,
        .at = by.now, .detail = json_text(a, json_pack("{ss ss}", "version", now.version,
                                                       "endpoint", r->endpoint)) });
}

/* Somebody else may have moved it since it was found; NOT_FOUND where it is gone. */
static enum err status_now(struct db *tx, struct arena *a, const struct version *v,
                           const char **out)
{
    struct version now;
    TRY(version_find(tx, a, v->bundle_id, v->id, &now));
    *out = now.status;
    return OK;
}

static enum err check_status(struct db *tx, const struct version *v, const char *wanted)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *status = NULL;
    TRY(status_now(tx, &a, v, &status));
    return text_is(status, wanted) ? OK : err_because(VERSION_STATE, "it is %s", status);
}

enum err version_make_current(struct db *tx, struct arena *a, const struct version *v,
                              struct actor by)
{
    struct version current;
    const char *status = NULL;
    TRY(status_now(tx, a, v, &status));
    if (text_is(status, "current"))
        return err_because(VERSION_STATE, "it is current");
    TRY(version_find(tx, a, v->bundle_id, NULL, &current));
    TRY(step_back(tx, &current, 0, by.now));
    TRY(db_run(tx,
        "UPDATE bundle_versions SET status = 'current', deprecated_at = NULL, sunset_at = NULL,"
        " updated_at = $2 WHERE id = $1", TEXT(v->id), INT(by.now)));
    TRY(upstreams_restore(tx, v->bundle_id, v->id));
    TRY(show_version(tx, v->bundle_id, v->version, by.now));
    return note(tx, "version.current", v->bundle_id, v->version, by);
}

enum err version_deprecate(struct db *tx, const struct version *v, int64_t sunset_at,
                           struct actor by)
{
    TRY(check_status(tx, v, "previous"));
    TRY(db_run(tx, "UPDATE bundle_versions SET sunset_at = $2, updated_at = $3 WHERE id = $1",
               TEXT(v->id), TIME(sunset_at), INT(by.now)));
    return note(tx, "version.deprecate", v->bundle_id, v->version, by);
}

enum err version_retire(struct db *tx, const struct version *v, struct actor by)
{
    TRY(check_status(tx, v, "previous"));
    TRY(db_run(tx, "UPDATE bundle_versions SET status = 'retired', updated_at = $2 WHERE id = $1",
               TEXT(v->id), INT(by.now)));
    return note(tx, "version.retire", v->bundle_id, v->version, by);
}

enum err version_reroute(struct db *tx, struct arena *a, const struct version *v,
                         const struct upstream_change *changes, struct actor by)
{
    struct upstream_owner const owner = { .bundle_id = v->bundle_id, .version_id = v->id };
    const char *status = NULL;
    TRY(status_now(tx, a, v, &status));
    if (text_is(status, "current"))
        return err_because(VERSION_STATE, "it is current");
    for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++)
        TRY(upstream_change(tx, a, &owner, e, &changes[e]));
    TRY(db_run(tx, "UPDATE bundle_versions SET updated_at = $2 WHERE id = $1", TEXT(v->id),
               INT(by.now)));
    return note(tx, "version.upstreams", v->bundle_id, v->version, by);
}

enum err version_delete(struct db *tx, const struct version *v, struct actor by)
{
    TRY(check_status(tx, v, "retired"));
    TRY(db_run(tx, "DELETE FROM bundle_versions WHERE id = $1", TEXT(v->id)));
    return note(tx, "version.delete", v->bundle_id, v->version, by);
}
