/* Text: small questions about strings, and the encodings the wire needs. UTF-8 throughout. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool text_is(const char *a, const char *b);                 /* equal; either may be NULL */
bool text_is_one_of(const char *text, const char *choices); /* "a|b|c" */
bool text_starts(const char *text, const char *head);
bool text_ends(const char *text, const char *tail);
char *text_trim(struct arena *a, const char *text);         /* without blanks at either end */
char *text_lower(struct arena *a, const char *text);        /* case-folded, also beyond ASCII */

/* Lower case, without accents, words of letters and digits parted by one blank: what search
 * compares. "Pajak Daérah (PBB)" becomes "pajak daerah pbb". */
char *text_fold(struct arena *a, const char *text);

bool text_is_utf8(const char *text, size_t size);
size_t text_length(const char *text);                       /* code points */

/* No control, format, private-use or unassigned-looking invisible character. With lines, line
 * breaks and tabs are allowed. */
bool text_is_visible(const char *text, bool lines);

/* Whether JSON text opens at most max braces and brackets within each other: what is read and
 * written by recursion must not be as deep as a stranger likes. Says nothing of its validity. */
bool json_nests_within(const char *text, size_t size, int max);

/* Whether JSON text can hold at most max values and names of values, told without reading it. */
bool json_holds_within(const char *text, size_t size, size_t max);

/* The same JSON text with an exponent behind whole numbers that no 64 bits hold. */
char *json_widen_integers(struct arena *a, const char *text, size_t size);

char *hex_encode(struct arena *a, const void *bytes, size_t size);      /* lower case */
bool hex_decode(const char *text, void *out, size_t size);  /* exactly size bytes */
char *base64_encode(struct arena *a, const void *bytes, size_t size);
char *base64url_encode(struct arena *a, const void *bytes, size_t size);    /* no padding */

/* Either alphabet, padding optional; NULL for anything else. *size receives the length; a NUL
 * follows the bytes. */
unsigned char *base64_decode(struct arena *a, const char *text, size_t *size);

char *time_rfc3339(struct arena *a, int64_t seconds);       /* 2026-11-21T10:00:00Z */

/* Western Indonesian time, which needs no telling where: 21 Nov 2026, 22.47 WIB; in English with a
 * colon. */
char *time_wib(struct arena *a, int64_t seconds, bool is_english);
bool time_parse(const char *text, int64_t *out);            /* RFC 3339, any offset */
bool date_is_valid(const char *text);                       /* YYYY-MM-DD, a real day */
/* 2026-11-21 as 21 Nov 2026; the date is valid. */
char *date_words(struct arena *a, const char *date, bool is_english);

/* Decimal digits only, no sign, no blanks, within min … max. */
bool text_to_int(const char *text, int64_t min, int64_t max, int64_t *out);
