/* Token: the small grammar that HTTP heads are made of (RFC 9110, section 5). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool name_is_token(const char *name, size_t size);          /* not empty, tchar only */
bool value_is_clean(const char *value, size_t size);        /* no control character but tab */
bool size_parse(const char *text, size_t size, uint64_t *out);      /* digits only, below 2^63 */

/* A header's name, to be looked for in a list of them; lengths are compared first, because most
 * differ there. */
struct known_name {
    size_t size;
    const char *text;
};
#define KNOWN(name) { sizeof(name) - 1, (name) }
bool name_is_among(const char *name, size_t size, const struct known_name *list, size_t count);

/* Is the word an element of this comma-separated list? Without regard to case. */
bool list_has(const char *list, const char *word);
bool list_has_n(const char *list, size_t size, const char *word, size_t word_size);

/* Does this value of Connection name fields, which go no further with it? */
bool connection_names_fields(const char *value);
