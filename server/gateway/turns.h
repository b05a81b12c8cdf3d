/* Turns: exams that wait for the thread, so that its callers take turns: whoever has many waiting
 * keeps another's first one no longer than one of their own takes. Not locked. */
#pragma once

#include "gateway/exam.h"

#include <stdbool.h>

struct turns {
    struct exam *first, **last;         /* the first of each caller's, next by next */
};

void turns_init(struct turns *turns);
void turns_add(struct turns *turns, struct exam *exam);
struct exam *turns_take(struct turns *turns);       /* NULL: nothing waits */
bool turns_remove(struct turns *turns, struct exam *exam);      /* false: it does not wait */
