#include "domain/audit/csv.h"

#include "base/csv.h"
#include "base/text.h"

#include <stdbool.h>
#include <string.h>

enum { PAGE = 200 };

struct audit_csv {
    struct db *db;
    struct arena home, page;        /* home holds this struct itself */
    struct audit_filter filter;     /* moves on */
    const char *text;               /* of the page at hand; NULL before the first */
    size_t size, at;
    bool is_last;
};

static const char *copy(struct arena *a, const char *text)
{
    return text ? arena_copy(a, text) : NULL;
}

struct audit_csv *audit_csv_open(struct db *db, const struct audit_filter *filter)
{
    struct arena home = { 0 };
    struct audit_csv *c = ARENA_NEW(&home, struct audit_csv);
    c->db = db;
    c->filter = *filter;
    c->filter.actor = copy(&home, filter->actor);
    c->filter.action = copy(&home, filter->action);
    c->filter.subject = copy(&home, filter->subject);
    c->home = home;
    return c;
}

void audit_csv_close(void *csv)
{
    struct audit_csv *c = csv;
    struct arena home = c->home;
    arena_finish(&c->page);
    arena_finish(&home);
}

static const char *line(struct arena *a, const struct audit_row *r)
{
    return arena_printf(a, "%lld,%s,%s,%s,%s,%s,%s,%s,%s,%s\r\n", (long long)r->number,
                        csv_cell(a, r->id), csv_cell(a, time_rfc3339(a, r->at)),
                        csv_cell(a, r->actor), csv_cell(a, r->action), csv_cell(a, r->subject),
                        csv_cell(a, r->detail), csv_cell(a, r->ip), csv_cell(a, r->previous),
                        csv_cell(a, r->digest));
}

static const char *join(struct arena *a, const struct audit_rows *rows, const char *head)
{
    const char *lines[PAGE];
    size_t size = strlen(head) + 1;
    for (int i = 0; i < rows->count; i++) {
        lines[i] = line(a, &rows->items[i]);
        size += strlen(lines[i]);
    }
    char *out = arena_alloc(a, size), *at = stpcpy(out, head);
    for (int i = 0; i < rows->count; i++)
        at = stpcpy(at, lines[i]);
    return out;
}

static enum err turn(struct audit_csv *c)
{
    const char *head = c->text ? "" : "number,id,at,actor,action,subject,detail,ip,previous,"
                                      "digest\r\n";
    struct audit_rows rows;
    arena_finish(&c->page);
    TRY(audit_list(c->db, &c->page, &c->filter, PAGE, &rows));
    c->text = join(&c->page, &rows, head);
    c->size = strlen(c->text);
    c->at = 0;
    c->is_last = rows.count < PAGE;
    if (rows.count) {
        c->filter.before_at = rows.items[rows.count - 1].at;
        c->filter.before_number = rows.items[rows.count - 1].number;
    }
    return OK;
}

int64_t audit_csv_next(void *csv, char *out, size_t max)
{
    struct audit_csv *c = csv;
    if (c->at == c->size && !c->is_last && turn(c) != OK)
        return -1;
    size_t const left = c->size - c->at, part = left < max ? left : max;
    memcpy(out, c->text + c->at, part);
    c->at += part;
    return (int64_t)part;
}
