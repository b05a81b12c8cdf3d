/* Thin styles: without what only those who read the source need. */
#pragma once
#include <stddef.h>

/* In place: leaves out comments, and white space where none is needed; texts in quotes stay as they
 * are. Gives the new size. */
size_t thin_styles(char *text, size_t size);
