#include "gateway/turns.h"

void turns_init(struct turns *turns)
{
    turns->first = NULL;
    turns->last = &turns->first;
}

static void add_line(struct turns *turns, struct exam *first)
{
    first->next = NULL;
    *turns->last = first;
    turns->last = &first->next;
}

void turns_add(struct turns *turns, struct exam *exam)
{
    struct exam *line = turns->first;
    exam->behind = NULL;
    exam->last_behind = exam;
    while (line && line->caller != exam->caller)
        line = line->next;
    if (!line) {
        add_line(turns, exam);
        return;
    }
    line->last_behind->behind = exam;
    line->last_behind = exam;
}

/* The rest of the caller's goes to the end. */
struct exam *turns_take(struct turns *turns)
{
    struct exam *exam = turns->first;
    if (!exam)
        return NULL;
    turns->first = exam->next;
    if (!turns->first)
        turns->last = &turns->first;
    if (exam->behind) {
        exam->behind->last_behind = exam->last_behind;
        add_line(turns, exam->behind);
    }
    return exam;
}
