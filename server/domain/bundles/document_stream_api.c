#include "domain/bundles/document_stream_api.h"

#include "domain/bundles/versions.h"

#include <string.h>

/* It lives in an arena of its own, as it outlives the request's. */
struct source {
    struct arena self, brief;       /* brief: the piece that is being sent */
    struct db *db;
    const char *version_id, *rest;
    int position;                   /* of the next piece */
};

/* False behind the last piece, and where it cannot be read. */
static bool next_piece(struct source *s, bool *is_broken)
{
    arena_finish(&s->brief);
    s->brief = (struct arena){ 0 };
    enum err const e = version_piece(s->db, &s->brief, s->version_id, s->position, &s->rest);
    *is_broken = e && e != NOT_FOUND;
    if (e)
        s->rest = "";
    else if (s->position++ == 0)
        s->rest++;                  /* the brace that the head has opened */
    return !e;
}

static int64_t next(void *data, char *out, size_t max)
{
    struct source *s = data;
    bool is_broken = false;
    while (!*s->rest && next_piece(s, &is_broken))
        ;
    if (is_broken)
        return -1;
    size_t const size = strnlen(s->rest, max);
    memcpy(out, s->rest, size);
    s->rest += size;
    return (int64_t)size;
}

static void finish(void *data)
{
    struct source *s = data;
    struct arena self = s->self;
    arena_finish(&s->brief);
    arena_finish(&self);
}

enum err document_stream(struct db *db, const char *version_id, const char *head,
                         struct reply_source *out)
{
    struct arena self = { 0 };
    struct source *s = ARENA_NEW(&self, struct source);
    s->db = db;
    s->version_id = arena_copy(&self, version_id);
    s->rest = arena_copy(&self, head);
    s->self = self;
    *out = (struct reply_source){ .next = next, .finish = finish, .source = s, .size_bytes = -1 };
    return OK;
}
