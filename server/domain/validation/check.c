#include "domain/validation/check.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/validation/formats.h"
#include "domain/validation/pattern.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_BYTES = 600, CHOICES_SHOWN = 12, CHOICES_BYTES = 300 };

static bool is_told(const struct faults *faults, const char *field, const char *code)
{
    for (size_t i = 0; i < faults->count; i++) {
        if (strcmp(faults->items[i].field, field) == 0
            && strcmp(faults->items[i].code, code) == 0)
            return true;
    }
    return false;
}

bool complain(struct checking *c, const struct spot *at, const char *code, const char *id,
              const char *en, ...)
{
    char text[MESSAGE_BYTES];
    if (c->silent || c->faults->count == FAULTS_MAX)
        return false;
    const char *field = spot_text(c->a, at);
    if (is_told(c->faults, field, code))
        return false;
    va_list ap;
    va_start(ap, en);
    vsnprintf(text, sizeof text, c->is_english ? en : id, ap);
    va_end(ap);
    c->faults->items[c->faults->count++] = (struct fault){
        .field = field, .code = code, .message = text_cut(c->a, text, sizeof text) };
    return false;
}

bool complain_of_steps(struct checking *c)
{
    return complain(c, SPOT(NULL, ""), "too_complex",
                    "Permintaan ini terlalu rumit untuk diperiksa. Kirim lebih sedikit sekaligus.",
                    "This request is too complex to be checked. Send less at once.");
}

unsigned type_of_value(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return TYPE_OBJECT;
    case JSON_ARRAY:
        return TYPE_ARRAY;
    case JSON_STRING:
        return TYPE_STRING;
    case JSON_INTEGER:
        return TYPE_INTEGER | TYPE_NUMBER;
    case JSON_REAL:
        return json_real_value(value) == floor(json_real_value(value))
                   ? TYPE_INTEGER | TYPE_NUMBER : TYPE_NUMBER;
    case JSON_NULL:
        return TYPE_NULL;
    default:
        return TYPE_BOOLEAN;
    }
}

static const char *type_words(struct arena *a, unsigned types, bool is_english)
{
    static const struct { unsigned types; const char *id, *en; } words[] = {
        { TYPE_OBJECT, "objek", "an object" }, { TYPE_ARRAY, "larik", "an array" },
        { TYPE_STRING, "teks", "a text" }, { TYPE_NUMBER, "bilangan", "a number" },
        { TYPE_INTEGER, "bilangan bulat", "a whole number" },
        { TYPE_BOOLEAN, "true atau false", "true or false" }, { TYPE_NULL, "null", "null" },
    };
    const char *all = "";
    if (types & TYPE_NUMBER)
        types &= ~(unsigned)TYPE_INTEGER;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        const char *word = is_english ? words[i].en : words[i].id;
        const char *between = *all == '\0' ? "" : is_english ? " or " : " atau ";
        if (types & words[i].types)
            all = arena_printf(a, "%s%s%s", all, between, word);
    }
    return all;
}

static bool check_type(struct checking *c, const struct spot *at, const struct shape *shape,
                       const json_t *value)
{
    unsigned const is = type_of_value(value);
    if (is & shape->types)
        return true;
    return c->silent ? false
                     : complain(c, at, "wrong_type", "Harus berupa %s; yang dikirim %s.",
                                "It must be %s; what was sent is %s.",
                                type_words(c->a, shape->types, c->is_english),
                                type_words(c->a, is, c->is_english));
}

static bool has_choice(struct checking *c, const json_t *choices, const json_t *value)
{
    size_t i;
    json_t *choice;
    json_array_foreach(choices, i, choice) {
        if (values_are_equal(c, choice, value))
            return true;
    }
    return false;
}

static const char *choices_shown(struct arena *a, const json_t *choices)
{
    const char *all = "";
    size_t const count = json_array_size(choices);
    for (size_t i = 0; i < count && i < CHOICES_SHOWN && strlen(all) < CHOICES_BYTES; i++) {
        const json_t *one = json_array_get(choices, i);
        const char *text = json_is_string(one) ? json_string_value(one) : json_written(a, one);
        all = arena_printf(a, "%s%s%s", all, i > 0 ? ", " : "", shown(a, text));
    }
    return count > CHOICES_SHOWN ? arena_printf(a, "%s, …", all) : all;
}

static bool check_choices(struct checking *c, const struct spot *at, const struct shape *shape,
                          const json_t *value)
{
    if (shape->choices && !has_choice(c, shape->choices, value))
        return c->silent ? false
                         : complain(c, at, "not_a_choice", "Pilih salah satu: %s.",
                                    "Choose one of: %s.", choices_shown(c->a, shape->choices));
    if (shape->only && !values_are_equal(c, shape->only, value))
        return c->silent ? false
                         : complain(c, at, "not_a_choice", "Harus %s.", "It must be %s.",
                                    shown(c->a, json_written(c->a, shape->only)));
    return true;
}

static long double number_of(const json_t *value)
{
    return json_is_integer(value) ? (long double)json_integer_value(value)
                                  : (long double)json_real_value(value);
}

static bool is_multiple(long double value, long double step)
{
    long double const times = value / step, nearest = roundl(times);
    long double const scale = fabsl(times) > 1 ? fabsl(times) : 1;
    return fabsl(times - nearest) <= scale * 1e-12L;
}

static bool check_number(struct checking *c, const struct spot *at, const struct number_rule *rule,
                         const json_t *value)
{
    long double const n = number_of(value);
    bool ok = true;
    if (rule->has_min && (rule->min_is_out ? n <= rule->min : n < rule->min))
        ok = rule->min_is_out
                 ? complain(c, at, "out_of_range", "Harus lebih besar dari %.18Lg.",
                            "It must be more than %.18Lg.", rule->min)
                 : complain(c, at, "out_of_range", "Paling kecil %.18Lg.", "At least %.18Lg.",
                            rule->min);
    if (rule->has_max && (rule->max_is_out ? n >= rule->max : n > rule->max))
        ok = rule->max_is_out
                 ? complain(c, at, "out_of_range", "Harus lebih kecil dari %.18Lg.",
                            "It must be less than %.18Lg.", rule->max)
                 : complain(c, at, "out_of_range", "Paling besar %.18Lg.", "At most %.18Lg.",
                            rule->max);
    if (rule->step > 0 && !is_multiple(n, rule->step))
        ok = complain(c, at, "not_a_multiple", "Harus kelipatan dari %.18Lg.",
                      "It must be a multiple of %.18Lg.", rule->step);
    return ok;
}

static bool check_length(struct checking *c, const struct spot *at, const struct bounds *length,
                         const char *text)
{
    size_t const is = text_length(text);
    if (is < length->min)
        return complain(c, at, "too_short", "Paling sedikit %u karakter; yang dikirim %zu.",
                        "At least %u characters; what was sent has %zu.", length->min, is);
    if (is > length->max)
        return complain(c, at, "too_long", "Paling banyak %u karakter; yang dikirim %zu.",
                        "At most %u characters; what was sent has %zu.", length->max, is);
    return true;
}

static bool check_pattern(struct checking *c, const struct spot *at, const struct text_rule *rule,
                          const json_t *value)
{
    enum pattern_result const found = pattern_match(rule->pattern, json_string_value(value),
                                                    json_string_length(value), &c->steps);
    if (found == PATTERN_UNKNOWN)
        return complain(c, at, "too_complex",
                        "Terlalu panjang atau rumit untuk dicocokkan dengan pola %s.",
                        "Too long or complex to be matched with the pattern %s.",
                        shown(c->a, rule->pattern_text));
    if (found == PATTERN_DIFFERS)
        return complain(c, at, "bad_pattern", "Harus sesuai dengan pola %s.",
                        "It must match the pattern %s.", shown(c->a, rule->pattern_text));
    return true;
}

static bool check_text(struct checking *c, const struct spot *at, const struct text_rule *rule,
                       const json_t *value)
{
    const struct format_words *words = format_words(rule->format);
    const char *text = json_string_value(value);
    c->steps -= (int64_t)(json_string_length(value) / 64);
    bool ok = check_length(c, at, &rule->length, text);
    if (!format_holds(rule->format, text))
        ok = complain(c, at, words->code, "Harus berbentuk %s, seperti %s.",
                      "It must have the form of %s, such as %s.", words->name, words->sample);
    if (rule->pattern && !check_pattern(c, at, rule, value))
        ok = false;
    return ok;
}

static bool check_int32(struct checking *c, const struct spot *at, const json_t *value)
{
    long double const n = number_of(value);
    if (n >= INT32_MIN && n <= INT32_MAX)
        return true;
    return complain(c, at, "out_of_range", "Antara %d dan %d (int32).",
                    "Between %d and %d (int32).", INT32_MIN, INT32_MAX);
}

/* What the shape says of the value's own type. */
static bool check_kind(struct checking *c, const struct spot *at, const struct shape *shape,
                       const json_t *value)
{
    if (json_is_string(value))
        return !shape->text || check_text(c, at, shape->text, value);
    if (json_is_array(value))
        return !shape->array || check_array(c, at, shape->array, value);
    if (json_is_object(value))
        return !shape->object || check_object(c, at, shape->object, value);
    if (!json_is_number(value))
        return true;
    bool ok = !shape->number || check_number(c, at, shape->number, value);
    if (shape->text && shape->text->format == FORMAT_INT32)
        ok &= check_int32(c, at, value);
    return ok;
}

static bool check_shape(struct checking *c, const struct spot *at, const struct shape *shape,
                        const json_t *value)
{
    if (shape->may_be_null && json_is_null(value))
        return true;
    if (shape->is_nothing)
        return complain(c, at, "unknown", "Tidak boleh dikirim.", "It must not be sent.");
    if (!check_type(c, at, shape, value) || !check_choices(c, at, shape, value))
        return false;
    bool ok = check_kind(c, at, shape, value);
    if (shape->ref && (ok || !c->silent))
        ok &= check_value(c, at, shape->ref, value);
    if (shape->mix && (ok || !c->silent))
        ok &= check_mix(c, at, shape->mix, value);
    return ok;
}

bool check_value(struct checking *c, const struct spot *at, const struct shape *shape,
                 const json_t *value)
{
    if (!shape)
        return true;
    if (c->depth >= CHECK_DEPTH_MAX)
        c->steps = -1;
    if (!check_step(c))
        return complain_of_steps(c);
    if (c->faults->count == FAULTS_MAX && !c->silent)
        return false;
    c->depth++;
    bool const ok = check_shape(c, at, shape, value);
    c->depth--;
    return ok && c->steps >= 0;
}

bool check_quietly(struct checking *c, const struct shape *shape, const json_t *value)
{
    c->silent++;
    bool const ok = check_value(c, SPOT(NULL, ""), shape, value);
    c->silent--;
    return ok;
}
