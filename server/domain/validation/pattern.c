#include "domain/validation/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What a search may cost: each item of the pattern that is come to, each place of the text that is
 * tried, and what lies between two of them. PCRE2's own limits begin anew at each place, so that
 * the steps are counted here, at callouts that it makes before each item. */
enum { STEPS_MAX = 200000, PRICE = 20, BYTES_A_STEP = 16, NESTS_MAX = 50, HEAP_KIB = 1024,
       REPEATS_MAX = 1000, OUT_OF_STEPS = -1000 };

struct pattern;                         /* a pcre2_code */

static pcre2_compile_context *compiling;
static pthread_once_t context_made = PTHREAD_ONCE_INIT;

static void make_context(void)
{
    compiling = pcre2_compile_context_create(NULL);
    if (!compiling)
        abort();
    pcre2_set_parens_nest_limit(compiling, NESTS_MAX);
    pcre2_set_max_pattern_length(compiling, PATTERN_BYTES_MAX);
}

/* One item that must come so often is tried in one go, which no callout counts. */
static bool repeats_too_often(const char *text)
{
    for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
        if (strtol(at + 1, NULL, 10) > REPEATS_MAX)
            return true;
    }
    return false;
}

struct pattern *pattern_new(const char *text, size_t *size)
{
    int code;
    PCRE2_SIZE at;
    *size = 0;
    if (repeats_too_often(text))
        return NULL;
    pthread_once(&context_made, make_context);
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
        PCRE2_UTF | PCRE2_ALT_BSUX | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF
        | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT, &code, &at, compiling);
    if (compiled)
        pcre2_pattern_info(compiled, PCRE2_INFO_SIZE, size);
    return (struct pattern *)compiled;
}

void pattern_free(struct pattern *pattern)
{
    pcre2_code_free((pcre2_code *)pattern);
}

struct walk {
    int64_t steps, each;            /* left; and what one item costs at least */
    size_t at;
};

static int count(pcre2_callout_block *block, void *data)
{
    struct walk *w = data;
    size_t const at = block->current_position;
    size_t const moved = at > w->at ? at - w->at : w->at - at;
    w->steps -= w->each + (int64_t)(moved / BYTES_A_STEP);
    w->at = at;
    return w->steps < 0 ? OUT_OF_STEPS : 0;
}

static int search(const struct pattern *pattern, const char *text, size_t size, struct walk *walk)
{
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    if (!context || !data)
        abort();
    pcre2_set_match_limit(context, STEPS_MAX);
    pcre2_set_depth_limit(context, STEPS_MAX);
    pcre2_set_heap_limit(context, HEAP_KIB);
    pcre2_set_callout(context, count, walk);
    int const found = pcre2_match((const pcre2_code *)pattern, (PCRE2_SPTR)text, size, 0,
                                  PCRE2_NO_UTF_CHECK, data, context);
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    return found;
}

/* Looking back at what a group took reads as much again. */
static int64_t price_of(const struct pattern *pattern, size_t size)
{
    uint32_t back = 0;
    pcre2_pattern_info((const pcre2_code *)pattern, PCRE2_INFO_BACKREFMAX, &back);
    return 1 + (back ? (int64_t)(size / BYTES_A_STEP) : 0);
}

enum pattern_result pattern_match(const struct pattern *pattern, const char *text, size_t size,
                                  int64_t *steps)
{
    *steps -= PRICE + (int64_t)(size / BYTES_A_STEP);
    if (*steps < 0)
        return PATTERN_UNKNOWN;
    int64_t const most = *steps < STEPS_MAX ? *steps : STEPS_MAX;
    struct walk walk = { .steps = most, .each = price_of(pattern, size) };
    int const found = search(pattern, text, size, &walk);
    *steps -= most - walk.steps;
    if (found >= 0)
        return PATTERN_MATCHES;
    return found == PCRE2_ERROR_NOMATCH ? PATTERN_DIFFERS : PATTERN_UNKNOWN;
}
