#include "domain/bundles/bundles_admin_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_input_api.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/consumers.h"
#include "domain/bundles/endings.h"
#include "domain/json/json.h"
#include "store/db.h"

static struct actor actor(const struct req *r)
{
    return (struct actor){ .account_id = r->who.account_id, .ip = r->ip, .now = r->now };
}

static enum err find(struct req *r, struct bundle *out)
{
    return bundle_find(r->db, &r->arena, in_path(r, "slug"), out);
}

/* As it stands now, with the report on a document that came along. */
static enum err as_it_stands(struct req *r, const char *id, const struct document *d, json_t **out)
{
    struct bundle b;
    TRY(bundle_find(r->db, &r->arena, id, &b));
    TRY(bundle_admin_json(r, &b, out));
    if (d)
        json_object_set_new(*out, "report", document_report_json(r, d));
    return OK;
}

static enum err answer(struct req *r, const char *id, const struct document *d)
{
    json_t *json = NULL;
    TRY(as_it_stands(r, id, d, &json));
    return reply_ok(r, json);
}

enum err admin_bundles_get(struct req *r)
{
    struct bundle_search search = bundle_search_in(r);
    search.status = in_query_choice(r, "status", "draft|published|deprecated|retired");
    search.lists_all = true;
    TRY(in_check(r));

    struct bundles found;
    TRY(bundles_search(r->db, &r->arena, &search, &found));

    json_auto_t *items = json_array();
    for (int i = 0; i < found.count; i++) {
        json_t *item = NULL;
        TRY(bundle_admin_json(r, &found.items[i], &item));
        json_array_append_new(items, item);
    }
    return reply_list(r, json_incref(items), found.next_cursor, found.total);
}

static enum err create(struct req *r, const struct bundle_edit *edit)
{
    const char *id = NULL;
    enum err const e = bundle_create(r->db, &r->arena, edit, actor(r), &id);
    if (e == SLUG_TAKEN)
        in_fault(r, "slug", "taken");
    TRY(e);

    json_t *json = NULL;
    TRY(as_it_stands(r, id, edit->document, &json));
    return reply_created(r, json);
}

enum err admin_bundles_post(struct req *r)
{
    struct bundle_edit edit;
    TRY(bundle_edit_in(r, NULL, NULL, &edit));
    TRY(in_check(r));
    TRY(upstreams_guard(r, edit.upstreams, NULL));
    return create(r, &edit);
}

enum err admin_bundle_get(struct req *r)
{
    struct bundle b;
    TRY(find(r, &b));
    return answer(r, b.id, NULL);
}

enum err admin_bundle_patch(struct req *r)
{
    struct bundle now;
    struct upstreams upstreams;
    struct bundle_edit edit;
    TRY(find(r, &now));
    TRY(upstreams_of(r->db, &r->arena, now.id, &upstreams));
    TRY(bundle_edit_in(r, &now, &upstreams, &edit));
    TRY(in_check(r));
    TRY(upstreams_guard(r, edit.upstreams, &upstreams));

    enum err const e = bundle_update(r->db, &r->arena, &edit, actor(r));
    if (e == SLUG_TAKEN)
        in_fault(r, "slug", "taken");
    if (e == BUNDLE_STATE)
        return req_say(r, e, "Bundle yang sudah terbit tidak dapat berganti alamat singkat atau "
                             "kehilangan upstream terakhirnya.",
                       "A bundle that was published keeps its slug and at least one upstream.");
    TRY(e);
    return answer(r, now.id, edit.document);
}

enum err admin_bundle_delete(struct req *r)
{
    struct bundle b;
    TRY(find(r, &b));
    enum err const e = bundle_delete(r->db, b.id, actor(r));
    if (e == BUNDLE_STATE)
        return req_say(r, e, "Hanya draf yang dapat dihapus.", "Only a draft can be deleted.");
    TRY(e);
    return reply_said(r, "Bundle dihapus.", "The bundle was deleted.");
}

enum err admin_bundle_publish(struct req *r)
{
    struct bundle b;
    TRY(find(r, &b));
    TRY(bundle_publish(r->db, b.id, actor(r)));
    return answer(r, b.id, NULL);
}

enum err admin_bundle_deprecate(struct req *r)
{
    int64_t const sunset_at = in_time_or(r, "sunset_at", 0);
    if (!in_has(r, "sunset_at"))
        in_fault(r, "sunset_at", "required");
    else if (sunset_at && sunset_at <= r->now)
        in_fault(r, "sunset_at", "in_the_past");
    TRY(in_check(r));

    struct bundle b;
    AUTO_TX struct tx tx = { 0 };
    TRY(find(r, &b));
    TRY(tx_begin(&tx, r->db));
    TRY(bundle_deprecate(tx.db, b.id, sunset_at, actor(r)));
    TRY(consumers_tell(tx.db, &b, &(struct tidings){
        .kind = "bundle.deprecated", .now = r->now,
        .params = json_pack("{ss ss}", "bundle", b.name, "day",
                            consumers_day(&r->arena, sunset_at)) }));
    TRY(tx_commit(&tx));
    TRY(bundle_expose(r->db, b.id));
    return answer(r, b.id, NULL);
}

enum err admin_bundle_retire(struct req *r)
{
    struct bundle b;
    AUTO_TX struct tx tx = { 0 };
    TRY(find(r, &b));
    TRY(tx_begin(&tx, r->db));
    TRY(bundle_end(tx.db, &b, actor(r)));
    TRY(tx_commit(&tx));
    TRY(bundle_expose(r->db, b.id));
    return answer(r, b.id, NULL);
}
