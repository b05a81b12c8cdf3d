#include "domain/bundles/terms.h"

#include "base/text.h"
#include "store/db.h"

#include <string.h>

const char *tag_normalise(struct arena *a, const char *tag)
{
    char *folded = text_fold(a, tag);
    for (char *at = folded; *at; at++)
        *at = *at == ' ' ? '-' : *at;
    return folded;
}

static void add_range(struct term_search *s, const char *from, const char *below)
{
    if (s->count < TERMS_MAX)
        s->ranges[s->count++] = (struct term_range){ .from = from, .below = below };
}

/* What begins with a word lies from it to below it with the last code point behind. */
static void add_words(struct arena *a, struct term_search *s, const char *q)
{
    char *rest = text_fold(a, q);
    for (char *word = strtok_r(rest, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        add_range(s, word, arena_printf(a, "%s\U0010FFFF", word));
}

static void add_whole(struct arena *a, struct term_search *s, const char *term)
{
    add_range(s, term, arena_printf(a, "%s\x01", term));
}

struct term_search term_search_read(struct arena *a, const char *q, const char *tag,
                                    const char *status)
{
    struct term_search s = { 0 };
    if (tag)
        add_whole(a, &s, arena_printf(a, "#%s", tag_normalise(a, tag)));
    if (status)
        add_whole(a, &s, arena_printf(a, "=%s", status));
    if (q)
        add_words(a, &s, q);
    return s;
}

static enum err add_term(struct db *tx, const char *bundle_id, const char *term)
{
    return db_run(tx, "INSERT INTO bundle_terms (bundle_id, term) VALUES ($1, $2)"
                      " ON CONFLICT (bundle_id, term) DO NOTHING", TEXT(bundle_id), TEXT(term));
}

static enum err add_folded(struct db *tx, struct arena *a, const char *bundle_id, const char *text)
{
    char *rest = text_fold(a, text);
    for (char *word = strtok_r(rest, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        TRY(add_term(tx, bundle_id, word));
    return OK;
}

static enum err add_tag(struct db *tx, struct arena *a, const char *bundle_id, const char *tag)
{
    TRY(db_run(tx, "INSERT INTO bundle_tags (bundle_id, tag) VALUES ($1, $2)"
                   " ON CONFLICT (bundle_id, tag) DO NOTHING", TEXT(bundle_id), TEXT(tag)));
    TRY(add_term(tx, bundle_id, arena_printf(a, "#%s", tag)));
    return add_folded(tx, a, bundle_id, tag);
}

enum err terms_write(struct db *tx, const struct bundle *b)
{
    AUTO_ARENA struct arena a = { 0 };
    TRY(db_run(tx, "DELETE FROM bundle_terms WHERE bundle_id = $1"
                   " AND NOT (term >= '=' AND term < '>')", TEXT(b->id)));
    TRY(db_run(tx, "DELETE FROM bundle_tags WHERE bundle_id = $1", TEXT(b->id)));
    TRY(add_folded(tx, &a, b->id, b->name));
    TRY(add_folded(tx, &a, b->id, b->summary));
    TRY(add_folded(tx, &a, b->id, b->description));
    for (const char *const *tag = b->tags; *tag; tag++)
        TRY(add_tag(tx, &a, b->id, tag_normalise(&a, *tag)));
    return OK;
}

enum err terms_write_status(struct db *tx, const char *bundle_id, const char *status)
{
    AUTO_ARENA struct arena a = { 0 };
    TRY(db_run(tx, "DELETE FROM bundle_terms WHERE bundle_id = $1 AND term >= '=' AND term < '>'",
               TEXT(bundle_id)));
    return add_term(tx, bundle_id, arena_printf(&a, "=%s", status));
}
