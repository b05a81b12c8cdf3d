#include "domain/bundles/import_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_input_api.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/consumers.h"
#include "domain/bundles/endpoints.h"
#include "domain/bundles/releases.h"
#include "domain/bundles/schemas.h"
#include "domain/bundles/source_api.h"
#include "domain/documents/compare.h"
#include "store/db.h"

enum { CHANGES_SHOWN = 500, SUNSET_MAX = 40, REVISION_MAX = 19 };

static struct actor actor(const struct req *r)
{
    return (struct actor){ .account_id = r->who.account_id, .ip = r->ip, .now = r->now };
}

static bool is_preview(struct req *r)
{
    return text_is(in_query_choice(r, "preview", "true|false"), "true");
}

static enum err create(struct req *r, const struct bundle_edit *edit)
{
    struct bundle b;
    json_t *json = NULL;
    const char *id = NULL;
    TRY(bundle_create(r->db, &r->arena, edit, actor(r), &id));
    TRY(bundle_find(r->db, &r->arena, id, &b));
    TRY(bundle_admin_json(r, &b, &json));
    json_object_set_new(json, "report", document_report_json(r, edit->document));
    return reply_created(r, json);
}

enum err admin_bundles_import(struct req *r)
{
    struct taken taken = { 0 };
    struct bundle_edit edit;
    bool const previews = is_preview(r);
    TRY(source_in(r, &taken));
    TRY(bundle_of_document(r, taken.document, &edit));
    TRY(in_check(r));
    if (!previews)
        return create(r, &edit);
    const struct bundle *b = &edit.bundle;
    return reply_ok(r, json_pack("{ss ss ss ss ss ss so}", "name", b->name, "slug", b->slug,
                                 "version", b->version, "summary", b->summary,
                                 "description", b->description, "digest", taken.digest,
                                 "report", document_report_json(r, taken.document)));
}

static json_t *differences_json(struct req *r, const struct change *change)
{
    json_t *list = json_array();
    for (int i = 0; i < change->difference_count && i < DIFFERENCES_MAX; i++) {
        const struct difference *d = &change->differences[i];
        json_array_append_new(list, json_pack("{ss ss sb}", "path", d->place, "message",
                                              req_words(r, d->id, d->en), "breaking",
                                              d->is_breaking));
    }
    return list;
}

static json_t *change_json(struct req *r, const struct change *change)
{
    static const char *const kinds[] = { [CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed",
                                         [CHANGE_CHANGED] = "changed" };
    return json_pack("{ss ss ss ss sb so si}", "kind", kinds[change->kind],
                     "method", change->method, "path", change->path, "summary", change->summary,
                     "breaking", change->is_breaking, "differences", differences_json(r, change),
                     "difference_count", change->difference_count);
}

/* Those that break stand first, so that none of them is among what is not shown. */
static json_t *changes_json(struct req *r, const struct comparison *c)
{
    json_t *list = json_array();
    for (int breaks = 1; breaks >= 0; breaks--) {
        for (int i = 0; i < c->count && json_array_size(list) < CHANGES_SHOWN; i++) {
            if (c->changes[i].is_breaking == breaks)
                json_array_append_new(list, change_json(r, &c->changes[i]));
        }
    }
    return list;
}

static json_t *comparison_json(struct req *r, const struct version *before,
                               const struct comparison *c)
{
    return json_pack("{ss sI si si si si sb so}", "version", before->version,
                     "revision", (json_int_t)before->revision, "added", c->added,
                     "removed", c->removed, "changed", c->changed, "breaking", c->breaking,
                     "complete", !c->is_cut && c->count <= CHANGES_SHOWN,
                     "endpoints", changes_json(r, c));
}

/* What the document would change of the current version. */
static enum err difference_json(struct req *r, const struct bundle *b, const struct document *d,
                                json_t **out)
{
    struct version before;
    struct endpoints endpoints;
    struct schemas schemas;
    struct comparison c;
    TRY(version_find(r->db, &r->arena, b->id, NULL, &before));
    TRY(endpoints_of(r->db, &r->arena, before.id, 0, ENDPOINTS_MAX, &endpoints));
    TRY(schemas_of(r->db, &r->arena, before.id, &schemas));
    struct api const old = { endpoints.items, endpoints.count, schemas.items, schemas.count };
    struct api const new = { d->endpoints, d->endpoint_count, d->schemas, d->schema_count };
    compare(&r->arena, &old, &new, &c);
    *out = comparison_json(r, &before, &c);
    return OK;
}

static enum err preview(struct req *r, const struct bundle *b, const struct taken *taken)
{
    const struct document *d = taken->document;
    json_t *difference = NULL;
    TRY(difference_json(r, b, d, &difference));
    return reply_ok(r, json_pack("{ss ss ss so so}", "title", d->title, "version", d->version,
                                 "digest", taken->digest,
                                 "report", document_report_json(r, d),
                                 "difference", difference));
}

/* The revision that the difference was shown of; 0: none was. */
static int64_t seen_in(struct req *r)
{
    int64_t seen = 0;
    if (r->body)
        return in_int_or(r, "seen", 0, 1, INT64_MAX);
    const char *text = source_option(r, "seen", REVISION_MAX);
    if (text && !text_to_int(text, 1, INT64_MAX, &seen))
        in_fault(r, "seen", "wrong_type");
    return seen;
}

/* How the document shall be taken: as, version, sunset_at, seen. */
static struct release release_in(struct req *r, const struct bundle *b)
{
    const char *as = source_option(r, "as", VERSION_MAX);
    const char *sunset = source_option(r, "sunset_at", SUNSET_MAX);
    struct release release = { .bundle_id = b->id, .adds = text_is(as, "version"),
                               .version = source_option(r, "version", VERSION_MAX),
                               .seen = seen_in(r) };
    if (as && !text_is_one_of(as, "replace|version"))
        in_fault(r, "as", "not_a_choice");
    if (sunset && !time_parse(sunset, &release.sunset_at))
        in_fault(r, "sunset_at", "bad_time");
    else if (sunset && release.sunset_at <= r->now)
        in_fault(r, "sunset_at", "in_the_past");
    return release;
}

/* Whoever may call the bundle learns of a version beside the one that was. */
static enum err tell(struct req *r, struct db *tx, const struct bundle *before,
                     const struct release *release)
{
    if (!release->adds || !bundle_is_listed(before))
        return OK;
    TRY(consumers_tell(tx, before, &(struct tidings){
        .kind = "version.added", .now = r->now,
        .params = json_pack("{ss ss ss}", "bundle", before->name, "version", release->version,
                            "before", before->version) }));
    if (!release->sunset_at)
        return OK;
    return consumers_tell(tx, before, &(struct tidings){
        .kind = "version.ends", .now = r->now,
        .params = json_pack("{ss ss ss}", "bundle", before->name, "version", before->version,
                            "day", consumers_day(&r->arena, release->sunset_at)) });
}

static enum err take(struct req *r, const struct bundle *before, const struct release *release)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, r->db));
    enum err const e = bundle_release(tx.db, &r->arena, release, actor(r));
    if (e == VERSION_TAKEN)
        in_fault(r, "version", "taken");
    TRY(e);
    TRY(tell(r, tx.db, before, release));
    TRY(tx_commit(&tx));
    return bundle_expose(r->db, before->id);
}

enum err admin_bundle_import(struct req *r)
{
    struct bundle b;
    struct taken taken = { 0 };
    bool const previews = is_preview(r);
    TRY(bundle_find(r->db, &r->arena, in_path(r, "slug"), &b));
    struct release release = release_in(r, &b);
    TRY(in_check(r));
    TRY(source_in(r, &taken));
    if (previews)
        return preview(r, &b, &taken);

    json_t *json = NULL;
    release.document = taken.document;
    if (!release.version)
        release.version = document_version(r, taken.document);
    TRY(take(r, &b, &release));
    TRY(bundle_find(r->db, &r->arena, b.id, &b));
    TRY(bundle_admin_json(r, &b, &json));
    json_object_set_new(json, "report", document_report_json(r, taken.document));
    return reply_ok(r, json);
}
