#include "support/counted.h"

#include "crypto/digest.h"

#include <string.h>

struct usage_loop *counting_loop;

static const struct access_endpoint wilayah[] = {
    { "GET", "/provinsi" }, { "GET", "/provinsi/{kode}" },
};
static const struct access_endpoint pajak[] = { { "POST", "/hitung" } };

int counted_begin(void **state)
{
    access_open();
    access_bundle_put(&(struct access_bundle){
        .id = "bdl_wilayah", .slug = "wilayah", .is_open = true, .publisher = "usr_penerbit",
        .upstreams = { { .url = "http://127.0.0.1:9" } },
        .endpoints = wilayah, .endpoint_count = 2 });
    access_bundle_put(&(struct access_bundle){
        .id = "bdl_pajak", .slug = "pajak", .is_open = true,
        .upstreams = { { .url = "http://127.0.0.1:9" } },
        .endpoints = pajak, .endpoint_count = 1 });
    counting_loop = usage_loop_open();
    return world_begin(state);
}

int counted_end(void **state)
{
    usage_loop_close(counting_loop);
    usage_close();
    access_close();
    return world_end(state);
}

static void copy_id(char out[static ACCESS_ID_MAX + 1], const char *id)
{
    memcpy(out, id ? id : "", id ? strlen(id) : 0);
}

void count_call(struct note note)
{
    const char *slug = note.slug ? note.slug : "", *path = note.path ? note.path : "";
    struct access_pass pass;
    enum err const e = access_check(&(struct access_call){
        .environment = "development", .environment_size = 11,
        .slug = slug, .slug_size = strlen(slug), .method = note.method ? note.method : "GET",
        .path = path, .path_size = strlen(path) }, &pass);
    assert_err(KEY_MISSING, e);
    copy_id(pass.key_id, note.key);
    copy_id(pass.account_id, note.account);
    struct usage_call const call = {
        .pass = &pass, .method = "GET", .status = note.status ? note.status : 200,
        .outcome = note.outcome, .at_ms = (note.at ? note.at : NOW) * 1000,
        .duration_us = note.duration_us, .upstream_us = note.upstream_us,
    };
    usage_note(counting_loop, &call);
}

void count_calls(struct note note, int times)
{
    for (int i = 0; i < times; i++)
        count_call(note);
}

void flush_at(struct world *w, int64_t now)
{
    assert_ok(usage_flush(w->db, now));
}

int64_t number_of(struct db *db, const char *sql)
{
    AUTO_QUERY struct query q = db_query(db, sql);
    assert_true(query_next(&q));
    return column_int(&q);
}
