/* Shape: a schema as it is checked and answered from, compiled once. Only this folder and mock
 * include it. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pattern;

enum type {
    TYPE_NULL = 1, TYPE_BOOLEAN = 2, TYPE_INTEGER = 4, TYPE_NUMBER = 8, TYPE_STRING = 16,
    TYPE_ARRAY = 32, TYPE_OBJECT = 64, TYPE_ANY = 127,
};

enum format {
    FORMAT_NONE, FORMAT_DATE, FORMAT_DATE_TIME, FORMAT_EMAIL, FORMAT_UUID, FORMAT_IPV4,
    FORMAT_IPV6, FORMAT_URI, FORMAT_INT32, FORMATS,
};

enum { COUNT_ANY = UINT32_MAX };        /* no upper bound */

struct bounds {
    uint32_t min, max;
};

struct number_rule {
    bool has_min, has_max, min_is_out, max_is_out;      /* out: the bound itself is not allowed */
    long double min, max, step;         /* long double holds every JSON integer; step 0: any */
};

struct text_rule {
    struct bounds length;               /* code points */
    enum format format;
    const struct pattern *pattern;      /* NULL: any */
    const char *pattern_text;
};

struct array_rule {
    struct bounds count;
    bool is_unique;
    const struct shape *const *first;   /* prefixItems */
    size_t first_count;
    const struct shape *rest;           /* items; NULL: any */
    const struct shape *some;           /* contains; NULL: not asked for */
};

struct property {
    const char *name;
    const struct shape *shape;          /* NULL: any */
    bool is_required;
};

struct named_pattern {
    const struct pattern *pattern;      /* NULL: cannot be compiled, matches nothing */
    const struct shape *shape;
};

struct object_rule {
    struct bounds count;
    const struct property *properties;  /* in the document's order */
    const struct property *const *by_name;      /* the same, sorted */
    size_t property_count;
    const struct named_pattern *patterns;
    size_t pattern_count;
    const struct shape *others;         /* additionalProperties; NULL: any */
    const struct shape *names;          /* propertyNames; NULL: any */
};

struct shapes {
    const struct shape *const *items;
    size_t count;
};

/* Which alternative a member's value stands for. */
struct discriminator {
    const char *property;
    const struct property *choices;     /* value and shape */
    size_t count;
};

struct mix_rule {
    struct shapes all, any, one;
    const struct shape *not;
    const struct shape *when, *then, *otherwise;
    const struct discriminator *by;     /* NULL: none */
};

/* What a schema does not say is NULL. */
struct shape {
    const char *name;                   /* of a component; NULL for any other */
    uint8_t types;                      /* enum type */
    bool is_nothing;                    /* the schema false */
    bool may_be_null;                   /* nullable, whatever the rest says */
    bool is_read_only, is_write_only;
    const struct shape *ref;
    const struct number_rule *number;
    const struct text_rule *text;
    const struct array_rule *array;
    const struct object_rule *object;
    const struct mix_rule *mix;
    const json_t *choices, *only;       /* enum, const */
    const json_t *example, *usual;      /* usual: default */
};

const struct property *shape_property(const struct object_rule *o, const char *name);

/* The types that a value may have, as far as can be told without it. */
unsigned shape_types(const struct shape *shape);
