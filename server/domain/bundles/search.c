#include "domain/bundles/search.h"

#include "base/text.h"
#include "domain/bundles/read.h"
#include "domain/bundles/terms.h"
#include "store/db.h"

#include <string.h>

/* Two ways to a page. Where the rarest range holds few terms, its bundles are looked at one by
 * one and sorted; else the bundles are walked in their order and each is asked for the terms,
 * which are then common enough for the page to fill soon. */
enum { FEW = 500, COUNTED_MAX = 1000 };

/* $4 to $21: nine ranges, NULL where there is none. */
#define HAS(from, below)                                                                         \
    " AND (" from " IS NULL OR EXISTS (SELECT 1 FROM bundle_terms t WHERE t.bundle_id = b.id"     \
    " AND t.term >= " from " AND t.term < " below "))"
#define HAS_ALL                                                                                  \
    HAS("$4", "$5") HAS("$6", "$7") HAS("$8", "$9") HAS("$10", "$11") HAS("$12", "$13")           \
    HAS("$14", "$15") HAS("$16", "$17") HAS("$18", "$19") HAS("$20", "$21")

#define FOUND                                                                                    \
    "WITH found AS MATERIALIZED (SELECT DISTINCT bundle_id FROM bundle_terms"                    \
    " WHERE term >= $22 AND term < $23) "
#define FROM_FOUND " FROM found CROSS JOIN bundles b WHERE b.id = found.bundle_id"
#define FROM_ALL " FROM bundles b WHERE 1 = 1"
#define LISTED " AND b.status IN ('published', 'deprecated')"

/* The page's ids first, so that only its own rows are read whole. */
#define PAGE(from, after, order)                                                                 \
    "SELECT " BUNDLE_COLUMNS " FROM (SELECT b.id AS id" from after HAS_ALL                        \
    " ORDER BY " order " LIMIT $3) AS page CROSS JOIN bundles b WHERE b.id = page.id"             \
    " ORDER BY " order
#define BY_NAME(from) PAGE(from, " AND (b.name_key, b.id) > ($1, $2)", "b.name_key, b.id")
#define BY_PUBLISHING(from)                                                                      \
    PAGE(from, " AND (b.published_at, b.id) < ($1, $2)", "b.published_at DESC, b.id DESC")
#define BY_AGE(from)                                                                             \
    PAGE(from, " AND (b.created_at, b.id) < ($1, $2)", "b.created_at DESC, b.id DESC")

/* By: are few found, are all listed, does the newest come first. */
static const char *const pages[2][2][2] = {
    { { BY_NAME(FROM_ALL LISTED), BY_PUBLISHING(FROM_ALL LISTED) },
      { BY_NAME(FROM_ALL), BY_AGE(FROM_ALL) } },
    { { FOUND BY_NAME(FROM_FOUND LISTED), FOUND BY_PUBLISHING(FROM_FOUND LISTED) },
      { FOUND BY_NAME(FROM_FOUND), FOUND BY_AGE(FROM_FOUND) } },
};

/* The same arguments, of which the position is not looked at. */
#define COUNTED " AND $1 IS NOT NULL AND $2 IS NOT NULL" HAS_ALL " LIMIT $3)"
static const char *const counts[2] = {
    FOUND "SELECT count(*) FROM (SELECT 1" FROM_FOUND LISTED COUNTED,
    FOUND "SELECT count(*) FROM (SELECT 1" FROM_FOUND COUNTED,
};

struct search {
    const struct bundle_search *wanted;
    struct term_search terms;
    const struct term_range *rarest;        /* NULL: none is rare enough */
    struct arg args[24];
};

static enum err count_terms(struct db *db, const struct term_range *range, int64_t *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count(*) FROM (SELECT 1 FROM bundle_terms WHERE term >= $1 AND term < $2 LIMIT $3)",
        TEXT(range->from), TEXT(range->below), INT(FEW + 1));
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

static enum err find_rarest(struct db *db, struct search *s)
{
    int64_t fewest = FEW + 1;
    for (int i = 0; i < s->terms.count && fewest > 0; i++) {
        int64_t count = 0;
        TRY(count_terms(db, &s->terms.ranges[i], &count));
        if (count >= fewest)
            continue;
        fewest = count;
        s->rarest = &s->terms.ranges[i];
    }
    return OK;
}

/* A cursor is the last row's id and what it was sorted by. */
static enum err read_cursor(struct arena *a, struct search *s)
{
    const struct bundle_search *wanted = s->wanted;
    size_t size = 0;
    char *text = (char *)base64_decode(a, wanted->cursor, &size);
    char *line = text && strlen(text) == size ? strchr(text, '\n') : NULL;
    if (!line || !text_is_utf8(text, size))
        return err_because(BAD_INPUT, "no cursor of ours");
    *line = '\0';
    s->args[1] = TEXT(text);
    s->args[0] = TEXT(line + 1);
    int64_t at = 0;
    if (wanted->newest_first && !text_to_int(line + 1, 0, INT64_MAX, &at))
        return err_because(BAD_INPUT, "no cursor of ours");
    if (wanted->newest_first)
        s->args[0] = INT(at);
    return OK;
}

static enum err fill_args(struct arena *a, struct search *s)
{
    s->args[0] = s->wanted->newest_first ? INT(INT64_MAX) : TEXT("");
    s->args[1] = TEXT("");
    if (s->wanted->cursor)
        TRY(read_cursor(a, s));
    s->args[2] = INT(s->wanted->limit + 1);
    for (int i = 0; i < TERMS_MAX; i++) {
        s->args[3 + i * 2] = TEXT(s->terms.ranges[i].from);
        s->args[4 + i * 2] = TEXT(s->terms.ranges[i].below);
    }
    if (s->rarest) {
        s->args[21] = TEXT(s->rarest->from);
        s->args[22] = TEXT(s->rarest->below);
    }
    return OK;
}

static const char *cursor_after(struct arena *a, const struct bundle_search *s,
                                const struct bundle *b)
{
    int64_t const at = s->lists_all ? b->created_at : b->published_at;
    const char *key = s->newest_first ? arena_printf(a, "%lld", (long long)at)
                                      : text_fold(a, b->name);
    const char *text = arena_printf(a, "%s\n%s", b->id, key);
    return base64url_encode(a, text, strlen(text));
}

static enum err read_page(struct db *db, struct arena *a, const struct search *s,
                          struct bundles *out)
{
    const struct bundle_search *wanted = s->wanted;
    const char *sql = pages[s->rarest != NULL][wanted->lists_all][wanted->newest_first];
    out->items = arena_alloc(a, (size_t)wanted->limit * sizeof *out->items);
    AUTO_QUERY struct query q = db_query_args(db, sql, s->args);
    while (query_next(&q)) {
        if (out->count == wanted->limit) {
            out->next_cursor = cursor_after(a, wanted, &out->items[out->count - 1]);
            break;
        }
        out->items[out->count++] = bundle_read(&q, a);
    }
    return query_result(&q);
}

static enum err count_found(struct db *db, struct search *s, int64_t *out)
{
    s->args[2] = INT(FEW + 1);
    AUTO_QUERY struct query q = db_query_args(db, counts[s->wanted->lists_all], s->args);
    if (!query_next(&q))
        return query_missing(&q);
    *out = column_int(&q);
    return OK;
}

static enum err count_all(struct db *db, const struct bundle_search *s, int64_t *out)
{
    AUTO_QUERY struct query q = s->lists_all
        ? db_query(db, "SELECT count(*) FROM (SELECT 1 FROM bundles LIMIT $1)",
                   INT(COUNTED_MAX + 1))
        : db_query(db, "SELECT count(*) FROM (SELECT 1 FROM bundles"
                       " WHERE status IN ('published', 'deprecated') LIMIT $1)",
                   INT(COUNTED_MAX + 1));
    if (!query_next(&q))
        return query_missing(&q);
    int64_t const count = column_int(&q);
    *out = count > COUNTED_MAX ? -1 : count;
    return OK;
}

static enum err count_total(struct db *db, struct search *s, int64_t *out)
{
    if (s->rarest)
        return count_found(db, s, out);
    return s->terms.count == 0 ? count_all(db, s->wanted, out) : OK;
}

enum err bundles_search(struct db *db, struct arena *a, const struct bundle_search *s,
                        struct bundles *out)
{
    struct search search = { .wanted = s,
                             .terms = term_search_read(a, s->q, s->tag, s->status) };
    struct bundles found = { .total = -1 };
    TRY(find_rarest(db, &search));
    TRY(fill_args(a, &search));
    TRY(read_page(db, a, &search, &found));
    TRY(count_total(db, &search, &found.total));
    for (int i = 0; i < found.count; i++)
        TRY(bundle_read_tags(db, a, &found.items[i]));
    *out = found;
    return OK;
}
