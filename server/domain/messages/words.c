#include "domain/messages/words.h"

#include "base/text.h"
#include "domain/messages/render.h"
#include "store/db.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

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

enum err message_words(struct db *db, struct arena *a, const char *name, const char *language,
                       struct words *out)
{
    bool const is_english = text_is(language, "en");
    const struct template *t = template_find(name);
    if (!t)
        return err_because(NOT_FOUND, "no template %s", name);
    TRY(fill(db));
    if (!find_edited(a, name, is_english, out))
        *out = (struct words){ t->subject[is_english], t->text[is_english] };
    return OK;
}

void message_words_forget(void)
{
    pthread_mutex_lock(&cache.lock);
    cache.generation++;
    cache.is_filled = false;
    pthread_mutex_unlock(&cache.lock);
}
