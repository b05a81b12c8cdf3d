/* UTF-8: one code point at a time. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Reads the code point at text, which holds size bytes; *length receives its bytes (at least 1).
 * Answers -1 for what is not well-formed UTF-8. */
int32_t utf8_read(const char *text, size_t size, size_t *length);

/* Writes at most 4 bytes, and answers how many. */
size_t utf8_write(int32_t point, char *out);
