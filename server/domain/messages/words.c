#include "domain/messages/words.h"

#include "base/log.h"
#include "base/text.h"
#include "domain/messages/render.h"
#include "domain/messages/variables.h"
#include "store/db.h"

#include <pthread.h>

/* One that was edited; is_english picks the language. */
struct edited {
    const char *name;
    bool is_english;
    struct words words;
    struct edited *next;
};

/* A read that began before a change does not put the old words back: the generation tells. The old
 * list stays until a new one takes its place. */
static struct {
    pthread_mutex_t lock;
    int64_t generation;
    bool is_filled;
    struct arena arena;
    struct edited *first;
} cache = { .lock = PTHREAD_MUTEX_INITIALIZER };

static enum err read_all(struct db *db, struct arena *a, struct edited **out)
{
    struct edited *first = NULL;
    AUTO_QUERY struct query q = db_query(db,
        "SELECT name, language, subject, text FROM message_templates WHERE text IS NOT NULL"
        " ORDER BY name, language");
    while (query_next(&q)) {
        struct edited *e = ARENA_NEW(a, struct edited);
        e->name = column_text(&q, a);
        e->is_english = text_is(column_text(&q, a), "en");
        e->words.subject = column_text(&q, a);
        e->words.text = column_text(&q, a);
        e->next = first;
        first = e;
    }
    TRY(query_result(&q));
    *out = first;
    return OK;
}

static int64_t generation_now(bool *is_filled)
{
    pthread_mutex_lock(&cache.lock);
    int64_t const generation = cache.generation;
    *is_filled = cache.is_filled;
    pthread_mutex_unlock(&cache.lock);
    return generation;
}

/* Where nothing was changed meanwhile: the caller's arena changes places with the old one. */
static void keep(struct arena *a, struct edited *first, int64_t generation)
{
    pthread_mutex_lock(&cache.lock);
    if (generation == cache.generation && !cache.is_filled) {
        struct arena const old = cache.arena;
        cache.arena = *a;
        cache.first = first;
        cache.is_filled = true;
        *a = old;
    }
    pthread_mutex_unlock(&cache.lock);
}

static enum err fill(struct db *db)
{
    AUTO_ARENA struct arena a = { 0 };
    struct edited *first = NULL;
    bool is_filled = false;
    int64_t const generation = generation_now(&is_filled);
    if (is_filled)
        return OK;
    TRY(read_all(db, &a, &first));
    keep(&a, first, generation);
    return OK;
}

static bool find_edited(struct arena *a, const char *name, bool is_english, struct words *out)
{
    pthread_mutex_lock(&cache.lock);
    const struct edited *e = cache.first;
    while (e && !(text_is(e->name, name) && e->is_english == is_english))
        e = e->next;
    if (e)
        *out = (struct words){ arena_copy(a, e->words.subject), arena_copy(a, e->words.text) };
    pthread_mutex_unlock(&cache.lock);
    return e != NULL;
}

enum err words_of(struct db *db, struct arena *a, const char *name, bool is_english,
                  const struct words built_in[2], struct words *out)
{
    struct words edited;
    TRY(fill(db));
    if (!find_edited(a, name, is_english, &edited)) {
        *out = built_in[is_english];
        return OK;
    }
    struct wording const fault = words_check(a, built_in, &edited);
    if (fault.code)
        LOG(WARN, "words_passed_over", LOG_TEXT("template", name), LOG_TEXT("code", fault.code),
            LOG_TEXT("name", fault.name));
    *out = fault.code ? built_in[is_english] : edited;
    return OK;
}

enum err message_words(struct db *db, struct arena *a, const char *name, const char *language,
                       struct words *out)
{
    const struct template *t = template_find(name);
    if (!t)
        return err_because(NOT_FOUND, "no template %s", name);
    struct words const built_in[2] = { { t->subject[0], t->text[0] },
                                       { t->subject[1], t->text[1] } };
    return words_of(db, a, name, text_is(language, "en"), built_in, out);
}

/* ---- editing */

enum err edit_find(struct db *db, struct arena *a, const char *name, const char *language,
                   struct edit *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT subject, text, version, updated_at, updated_by FROM message_templates"
        " WHERE name = $1 AND language = $2", TEXT(name), TEXT(language));
    struct edit found = { .name = name, .language = language };
    if (query_next(&q)) {
        found.words.subject = column_text(&q, a);
        found.words.text = column_text(&q, a);
        found.version = column_int(&q);
        found.updated_at = column_int(&q);
        found.updated_by = column_text(&q, a);
    }
    TRY(query_result(&q));
    *out = found;
    return OK;
}

static enum err insert(struct db *tx, const struct edit *e, int64_t *changed)
{
    return db_run_counting(tx, changed,
        "INSERT INTO message_templates (name, language, subject, text, version, updated_at,"
        " updated_by) VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (name, language) DO NOTHING",
        TEXT(e->name), TEXT(e->language), TEXT(e->words.subject), TEXT(e->words.text),
        INT(e->updated_at), TEXT(e->updated_by));
}

static enum err update(struct db *tx, const struct edit *e, int64_t *changed)
{
    return db_run_counting(tx, changed,
        "UPDATE message_templates SET subject = $4, text = $5, version = version + 1,"
        " updated_at = $6, updated_by = $7 WHERE name = $1 AND language = $2 AND version = $3",
        TEXT(e->name), TEXT(e->language), INT(e->version), TEXT(e->words.subject),
        TEXT(e->words.text), INT(e->updated_at), TEXT(e->updated_by));
}

enum err edit_write(struct db *tx, const struct edit *e)
{
    int64_t changed = 0;
    TRY(e->version ? update(tx, e, &changed) : insert(tx, e, &changed));
    if (changed)
        return OK;
    return err_because(CONFLICT, "the words of %s are no longer version %lld", e->name,
                       (long long)e->version);
}

void message_words_forget(void)
{
    pthread_mutex_lock(&cache.lock);
    cache.generation++;
    cache.is_filled = false;
    pthread_mutex_unlock(&cache.lock);
}
