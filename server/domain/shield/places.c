#include "domain/shield/places.h"

#include <stdlib.h>

enum { FIRST_ROOM = 16 };

/* A caller who holds places; or, of a free row, the next one. */
struct place_holder {
    uint32_t caller, held, next_free;
};

void places_init(struct places *p)
{
    *p = (struct places){ .free_row = INDEX_NONE };
    pthread_mutex_init(&p->lock, NULL);
}

void places_finish(struct places *p)
{
    index_finish(&p->index);
    free(p->rows);
    pthread_mutex_destroy(&p->lock);
}

struct wanted {
    const struct places *places;
    uint32_t caller;
};

static bool is_callers(const void *wanted, uint32_t row)
{
    const struct wanted *w = wanted;
    return w->places->rows[row].caller == w->caller;
}

static uint32_t row_of(const struct places *p, uint32_t caller)
{
    return index_find(&p->index, caller, is_callers, &(struct wanted){ p, caller });
}

static uint32_t row_new(struct places *p)
{
    uint32_t const row = p->free_row;
    if (row != INDEX_NONE) {
        p->free_row = p->rows[row].next_free;
        return row;
    }
    if (p->row_count == p->room) {
        p->room = p->room ? p->room * 2 : FIRST_ROOM;
        p->rows = realloc(p->rows, p->room * sizeof *p->rows);
        if (!p->rows)
            abort();
    }
    return p->row_count++;
}

/* Of a single place nothing can be kept back. */
static uint32_t kept_back(uint32_t in_all)
{
    return in_all > 1 ? (in_all + 3) / 4 : 0;
}

static bool take(struct places *p, uint32_t caller, uint32_t in_all)
{
    uint32_t const taken = atomic_load_explicit(&p->taken, memory_order_relaxed);
    uint32_t row = row_of(p, caller);
    uint32_t const for_others = row == INDEX_NONE ? 0 : kept_back(in_all);
    if (taken + for_others >= in_all)
        return false;
    if (row == INDEX_NONE) {
        row = row_new(p);
        p->rows[row] = (struct place_holder){ .caller = caller };
        index_add(&p->index, caller, row);
    }
    p->rows[row].held++;
    atomic_store_explicit(&p->taken, taken + 1, memory_order_relaxed);
    return true;
}

bool places_take(struct places *p, uint32_t caller, uint32_t in_all)
{
    pthread_mutex_lock(&p->lock);
    bool const has_taken = take(p, caller, in_all);
    pthread_mutex_unlock(&p->lock);
    return has_taken;
}

void places_give(struct places *p, uint32_t caller)
{
    pthread_mutex_lock(&p->lock);
    uint32_t const row = row_of(p, caller);
    if (--p->rows[row].held == 0) {
        index_remove(&p->index, caller, row);
        p->rows[row].next_free = p->free_row;
        p->free_row = row;
    }
    atomic_fetch_sub_explicit(&p->taken, 1, memory_order_relaxed);
    pthread_mutex_unlock(&p->lock);
}
