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

/* Whoever is behind the first of a line stands in its place. */
static void replace_first(struct turns *turns, struct exam **place)
{
    struct exam *exam = *place, *heir = exam->behind;
    *place = heir ? heir : exam->next;
    if (heir) {
        heir->next = exam->next;
        heir->last_behind = exam->last_behind;
    }
    if (turns->last == &exam->next)
        turns->last = heir ? &heir->next : place;
}

static bool remove_behind(struct exam *line, const struct exam *exam)
{
    struct exam *before = line;
    while (before->behind && before->behind != exam)
        before = before->behind;
    if (!before->behind)
        return false;
    before->behind = exam->behind;
    if (line->last_behind == exam)
        line->last_behind = before;
    return true;
}

bool turns_remove(struct turns *turns, struct exam *exam)
{
    struct exam **place = &turns->first;
    while (*place && (*place)->caller != exam->caller)
        place = &(*place)->next;
    if (!*place)
        return false;
    if (*place != exam)
        return remove_behind(*place, exam);
    replace_first(turns, place);
    return true;
}
