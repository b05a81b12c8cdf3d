#include "domain/validation/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What a search may cost at first, in PCRE2's own steps, and in the end. Those of the first are
 * paid by its price. */
enum { FIRST_STEPS = 2000, LAST_STEPS = 200000, PRICE = 100, BYTES_A_STEP = 4, NESTS_MAX = 50,
       HEAP_KIB = 1024 };

struct pattern;                         /* a pcre2_code */

static pcre2_compile_context *compiling;
static pcre2_match_context *first, *last;
static pthread_once_t contexts_made = PTHREAD_ONCE_INIT;

static pcre2_match_context *context_new(uint32_t steps)
{
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (!context)
        abort();
    pcre2_set_match_limit(context, steps);
    pcre2_set_depth_limit(context, steps);
    pcre2_set_heap_limit(context, HEAP_KIB);
    return context;
}

static void make_contexts(void)
{
    compiling = pcre2_compile_context_create(NULL);
    if (!compiling)
        abort();
    pcre2_set_parens_nest_limit(compiling, NESTS_MAX);
    pcre2_set_max_pattern_length(compiling, PATTERN_BYTES_MAX);
    first = context_new(FIRST_STEPS);
    last = context_new(LAST_STEPS);
}

struct pattern *pattern_new(const char *text, size_t *size)
{
    int code;
    PCRE2_SIZE at;
    pthread_once(&contexts_made, make_contexts);
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
        PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF
        | PCRE2_NEVER_BACKSLASH_C, &code, &at, compiling);
    *size = 0;
    if (compiled)
        pcre2_pattern_info(compiled, PCRE2_INFO_SIZE, size);
    return (struct pattern *)compiled;
}

void pattern_free(struct pattern *pattern)
{
    pcre2_code_free((pcre2_code *)pattern);
}

static int search(const struct pattern *pattern, const char *text, size_t size,
                  pcre2_match_context *context)
{
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (!data)
        abort();
    int const found = pcre2_match((const pcre2_code *)pattern, (PCRE2_SPTR)text, size, 0,
                                  PCRE2_NO_UTF_CHECK, data, context);
    pcre2_match_data_free(data);
    return found;
}

static bool was_cut(int found)
{
    return found == PCRE2_ERROR_MATCHLIMIT || found == PCRE2_ERROR_DEPTHLIMIT
           || found == PCRE2_ERROR_HEAPLIMIT;
}

enum pattern_result pattern_match(const struct pattern *pattern, const char *text, size_t size,
                                  int64_t *steps)
{
    *steps -= PRICE + (int64_t)(size / BYTES_A_STEP);
    if (*steps < 0)
        return PATTERN_UNKNOWN;
    int found = search(pattern, text, size, first);
    if (was_cut(found) && *steps > LAST_STEPS) {
        *steps -= LAST_STEPS;
        found = search(pattern, text, size, last);
    } else if (was_cut(found)) {
        *steps = -1;
    }
    if (found >= 0)
        return PATTERN_MATCHES;
    return found == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_UNKNOWN;
}
