/* Checking a value against a shape, in a bounded number of steps. Only this folder and mock
 * include it. */
#pragma once

#include "domain/validation/faults.h"
#include "domain/validation/shape.h"

enum { CHECK_DEPTH_MAX = 400 };

struct checking {
    struct arena *a;
    bool is_english;
    bool is_answer;                     /* not a request: of what is read and written only */
    struct faults *faults;
    int silent;                         /* above 0: tells nothing, and stops at the first fault */
    int depth;
    int64_t steps;                      /* left; below 0: they did not suffice, nothing holds */
};

/* A step may be taken. */
static inline bool check_step(struct checking *c)
{
    return --c->steps >= 0;
}

/* Whether it holds. Each fault is told once, as long as there is room. */
bool check_value(struct checking *c, const struct spot *at, const struct shape *shape,
                 const json_t *value);

/* The same without a word. */
bool check_quietly(struct checking *c, const struct shape *shape, const json_t *value);

/* Tells a fault, in the language asked for; both formats take the same values. Answers false. */
bool complain(struct checking *c, const struct spot *at, const char *code, const char *id,
              const char *en, ...) __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
bool complain_of_steps(struct checking *c);     /* too_complex, at the whole */

/* The same value, numbers by what they stand for. Takes steps. */
bool values_are_equal(struct checking *c, const json_t *a, const json_t *b);

/* check_parts.c: what holds for arrays and objects. */
bool check_array(struct checking *c, const struct spot *at, const struct array_rule *rule,
                 const json_t *value);
bool check_object(struct checking *c, const struct spot *at, const struct object_rule *rule,
                  const json_t *value);

/* check_mix.c: allOf, anyOf, oneOf, not, if. */
bool check_mix(struct checking *c, const struct spot *at, const struct mix_rule *mix,
               const json_t *value);

unsigned type_of_value(const json_t *value);    /* enum type; an integer is a number too */
