#include "domain/audit/audit_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/audit/csv.h"
#include "domain/json/json.h"

#include <string.h>

/* RFC 3339, or a day, which begins or ends then. */
static int64_t in_moment(struct req *r, const char *name, const char *of_day)
{
    const char *given = in_query_text(r, name);
    int64_t at = 0;
    if (!given)
        return 0;
    if (date_is_valid(given))
        given = arena_printf(&r->arena, "%sT%sZ", given, of_day);
    if (!time_parse(given, &at))
        in_fault(r, name, "bad_time");
    return at;
}

/* An account's id, or what it signs in with. */
static const char *in_actor(struct req *r)
{
    struct account account;
    const char *given = in_query_text(r, "actor");
    if (!given || account_find_login(r->db, &r->arena, given, &account) != OK)
        return given;
    return account.id;
}

static struct audit_filter in_filter(struct req *r)
{
    return (struct audit_filter){
        .actor = in_actor(r),
        .action = in_query_text(r, "action"),
        .subject = in_query_text(r, "subject"),
        .from = in_moment(r, "from", "00:00:00"),
        .to = in_moment(r, "to", "23:59:59"),
    };
}

/* Seconds and number of the last row, as next_cursor said. */
static void in_cursor(struct req *r, const char *cursor, struct audit_filter *f)
{
    const char *dot = cursor ? strchr(cursor, '.') : NULL;
    if (!cursor)
        return;
    const char *at = arena_printf(&r->arena, "%.*s", dot ? (int)(dot - cursor) : 0, cursor);
    if (!dot || !text_to_int(at, 0, INT64_MAX, &f->before_at)
        || !text_to_int(dot + 1, 0, INT64_MAX, &f->before_number))
        in_fault(r, "cursor", "unknown");
}

/* The account's user name; NULL for clients, the program, and who is gone. */
static const char *actor_name(struct req *r, const char *actor)
{
    struct account account;
    if (!text_starts(actor, "usr_") || account_find(r->db, &r->arena, actor, &account) != OK)
        return NULL;
    return account.username;
}

static json_t *row_json(struct req *r, const struct audit_row *row)
{
    json_t *detail = json_loads(row->detail, 0, NULL);
    return json_pack("{ss sI so ss ss? ss ss so ss ss ss}", "id", row->id, "number",
                     (json_int_t)row->number, "at", time_json(&r->arena, row->at), "actor",
                     row->actor, "actor_name", actor_name(r, row->actor), "action", row->action,
                     "subject", row->subject, "detail", detail ? detail : json_object(), "ip",
                     row->ip, "previous", row->previous, "digest", row->digest);
}

enum err audit_get(struct req *r)
{
    struct page const page = in_page(r);
    struct audit_filter filter = in_filter(r);
    in_cursor(r, page.cursor, &filter);
    TRY(in_check(r));

    struct audit_rows found;
    TRY(audit_list(r->db, &r->arena, &filter, page.limit + 1, &found));

    bool const more = found.count > page.limit;
    json_t *items = json_array();
    for (int i = 0; i < found.count - more; i++)
        json_array_append_new(items, row_json(r, &found.items[i]));
    const struct audit_row *last = more ? &found.items[page.limit - 1] : NULL;
    const char *next = last ? arena_printf(&r->arena, "%lld.%lld", (long long)last->at,
                                           (long long)last->number) : NULL;
    return reply_list(r, items, next, -1);
}

enum err audit_csv_get(struct req *r)
{
    struct audit_filter const filter = in_filter(r);
    TRY(in_check(r));

    struct audit_csv *csv = audit_csv_open(r->db, &filter);

    reply_header(r, "Content-Disposition", "attachment; filename=\"audit.csv\"");
    return reply_stream(r, "text/csv; charset=utf-8; header=present",
                        (struct reply_source){ .next = audit_csv_next, .finish = audit_csv_close,
                                               .source = csv, .size_bytes = -1 });
}
