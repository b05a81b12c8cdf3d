/* Places: how many calls may be under way to an upstream at once, and whose they are.
 *
 * The last quarter of them is only for callers who hold none: whoever calls much or slowly leaves
 * room for the others' first calls. One lock for both figures, so that what is promised holds
 * however many threads call; where places are not counted it is not taken. */
#pragma once

#include "base/index.h"

#include <pthread.h>
#include <stdatomic.h>

struct place_holder;

struct places {
    pthread_mutex_t lock;
    struct index index;                 /* of callers to their rows */
    struct place_holder *rows;
    uint32_t row_count, room, free_row;
    _Atomic uint32_t taken;             /* read without the lock by those who look */
};

void places_init(struct places *places);
void places_finish(struct places *places);

/* False where there is no place for this caller, of so many in all. */
bool places_take(struct places *places, uint32_t caller, uint32_t in_all);
void places_give(struct places *places, uint32_t caller);
