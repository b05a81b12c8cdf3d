/* References of a document: finding what they point at. Only this folder includes it. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { REF_NAME_MAX = 1000 };

/* What "#/a/b" points at, borrowed; NULL for nothing, or for another document. */
json_t *ref_find(const json_t *root, const char *ref);

/* The reference that an object is; NULL where it is none. */
const char *ref_of(const json_t *value);

/* One name of a reference, of size bytes, with %41, ~1 and ~0 undone, in that order. False for
 * one that is too long. */
bool ref_name_read(const char *from, size_t size, char out[static REF_NAME_MAX]);
