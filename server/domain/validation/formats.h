/* Formats of texts: date, date-time, email, uuid, ipv4, ipv6, uri; and int32 of numbers. Only this
 * folder includes it. */
#pragma once

#include "domain/validation/shape.h"

enum format format_of(const char *name);        /* FORMAT_NONE for any other */
bool format_holds(enum format format, const char *text);

/* The field fault's code, and how a value looks like that would do. */
struct format_words {
    const char *code, *name, *sample;
};
const struct format_words *format_words(enum format format);
