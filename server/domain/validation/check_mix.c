/* Shapes made of shapes. Of alternatives that all fail, the faults of one are told where it is
 * clear which was meant: by the discriminator, or as the only one of the value's type. */
#include "domain/validation/check.h"

#include <string.h>

enum { LOOKED_AT_MAX = 64 };

static unsigned types_within(const struct shape *shape, int *left)
{
    if (!shape || --*left < 0)
        return TYPE_ANY;
    unsigned types = shape->types;
    if (shape->ref)
        types &= types_within(shape->ref, left);
    const struct mix_rule *mix = shape->mix;
    for (size_t i = 0; mix && i < mix->all.count; i++)
        types &= types_within(mix->all.items[i], left);
    unsigned some = 0;
    for (size_t i = 0; mix && i < mix->any.count; i++)
        some |= types_within(mix->any.items[i], left);
    for (size_t i = 0; mix && i < mix->one.count; i++)
        some |= types_within(mix->one.items[i], left);
    return (some ? types & some : types) | (shape->may_be_null ? TYPE_NULL : 0u);
}

unsigned shape_types(const struct shape *shape)
{
    int left = LOOKED_AT_MAX;
    return types_within(shape, &left);
}

static const struct shape *only_of_type(const struct shapes *among, unsigned type)
{
    const struct shape *found = NULL;
    for (size_t i = 0; i < among->count; i++) {
        if (!(shape_types(among->items[i]) & type))
            continue;
        if (found)
            return NULL;
        found = among->items[i];
    }
    return found;
}

static size_t count_holding(struct checking *c, const struct shapes *among, const json_t *value,
                            size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < among->count && count < most && c->steps >= 0; i++)
        count += check_quietly(c, among->items[i], value);
    return count;
}

static bool complain_of_none(struct checking *c, const struct spot *at,
                             const struct shapes *among, const json_t *value)
{
    if (c->silent)
        return false;
    const struct shape *meant = only_of_type(among, type_of_value(value));
    if (meant) {
        check_value(c, at, meant, value);
        return false;
    }
    return complain(c, at, "no_match",
                    "Tidak sesuai dengan satu pun dari %zu bentuk yang diperbolehkan.",
                    "It is of none of the %zu forms that are allowed.", among->count);
}

static const char *choices_of(struct arena *a, const struct discriminator *by)
{
    const char *all = "";
    for (size_t i = 0; i < by->count && i < 12; i++)
        all = arena_printf(a, "%s%s%s", all, i > 0 ? ", " : "", shown(a, by->choices[i].name));
    return by->count > 12 ? arena_printf(a, "%s, …", all) : all;
}

static bool check_chosen(struct checking *c, const struct spot *at,
                         const struct discriminator *by, const json_t *value)
{
    const char *said = json_string_value(json_object_get(value, by->property));
    for (size_t i = 0; said && i < by->count; i++) {
        if (strcmp(by->choices[i].name, said) == 0)
            return check_value(c, at, by->choices[i].shape, value);
    }
    if (c->silent)
        return false;
    if (!said)
        return complain(c, SPOT(at, by->property), "required", "Wajib dikirim: salah satu dari %s.",
                        "It must be sent: one of %s.", choices_of(c->a, by));
    return complain(c, SPOT(at, by->property), "not_a_choice", "Pilih salah satu: %s.",
                    "Choose one of: %s.", choices_of(c->a, by));
}

static bool check_any(struct checking *c, const struct spot *at, const struct shapes *among,
                      const json_t *value)
{
    if (among->count == 0 || count_holding(c, among, value, 1) > 0)
        return true;
    return complain_of_none(c, at, among, value);
}

static bool check_one(struct checking *c, const struct spot *at, const struct shapes *among,
                      const json_t *value)
{
    size_t const holding = among->count ? count_holding(c, among, value, 2) : 1;
    if (holding == 1)
        return true;
    if (holding == 0)
        return complain_of_none(c, at, among, value);
    return complain(c, at, "many_matches",
                    "Sesuai dengan lebih dari satu bentuk; harus tepat satu.",
                    "It is of more than one form; it must be of exactly one.");
}

static bool check_all(struct checking *c, const struct spot *at, const struct shapes *all,
                      const json_t *value)
{
    bool ok = true;
    for (size_t i = 0; i < all->count && (ok || !c->silent) && c->steps >= 0; i++)
        ok &= check_value(c, at, all->items[i], value);
    return ok;
}

static bool check_condition(struct checking *c, const struct spot *at, const struct mix_rule *mix,
                            const json_t *value)
{
    if (!mix->when)
        return true;
    bool const holds = check_quietly(c, mix->when, value);
    return check_value(c, at, holds ? mix->then : mix->otherwise, value);
}

bool check_mix(struct checking *c, const struct spot *at, const struct mix_rule *mix,
               const json_t *value)
{
    bool ok = check_all(c, at, &mix->all, value);
    if (!ok && c->silent)
        return false;
    bool const is_chosen = mix->by && json_is_object(value);
    if (is_chosen) {
        ok &= check_chosen(c, at, mix->by, value);
    } else {
        ok &= check_any(c, at, &mix->any, value);
        ok &= check_one(c, at, &mix->one, value);
    }
    ok &= check_condition(c, at, mix, value);
    if (mix->not && check_quietly(c, mix->not, value))
        ok = complain(c, at, "must_not_match", "Bentuk ini justru tidak diperbolehkan.",
                      "This form is the one that is not allowed.");
    return ok;
}
