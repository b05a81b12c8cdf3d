/* Pattern: a regular expression of a schema (ECMA 262 as far as PCRE2 reads it), compiled once and
 * matched in a bounded number of steps. The one door to PCRE2. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pattern;

enum { PATTERN_BYTES_MAX = 2000 };

/* NULL for what cannot be compiled, or is too long; *size receives the memory it takes. */
struct pattern *pattern_new(const char *text, size_t *size);
void pattern_free(struct pattern *pattern);

/* Somewhere in the text, which is UTF-8. Takes what it cost from *steps; UNKNOWN where they did
 * not suffice. */
enum pattern_result { PATTERN_MATCHES, PATTERN_DIFFERS, PATTERN_UNKNOWN };
enum pattern_result pattern_match(const struct pattern *pattern, const char *text, size_t size,
                                  int64_t *steps);
