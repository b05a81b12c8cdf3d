/* Errors: one list (errors.h) gives every failure its name, its HTTP status and its wire code.
 *
 * A fallible function returns enum err and nothing else; results leave through a last
 * parameter named out. The compiler complains when a returned err is dropped. */
#pragma once

#include "base/errors.h"

#include <stdbool.h>

enum [[nodiscard]] err {
#define X(name, status, code, id, en) name,
    ERRORS(X)
#undef X
};

int err_status(enum err e);
const char *err_code(enum err e);

/* The error of this wire code; OK for one that is unknown. */
enum err err_of(const char *code);

/* The words for a code; Indonesian unless english. A field fault's code works alike.
 * NULL for a code that stands in neither list. */
const char *err_words(enum err e, bool english);
const char *fault_words(const char *code, bool english);

/* Is e, noting why for the log. The note is this thread's, and never reaches a client.
 * In the open, so that the analyzer sees that a failure stays one. */
#define err_because(e, ...) (err_note(__VA_ARGS__), (e))
void err_note(const char *why, ...) __attribute__((format(printf, 1, 2)));
const char *err_why(void);
void err_forget(void);

/* Return from the calling function if expr fails. The only macro that hides a return. */
#define TRY(expr)                                                                            \
    do {                                                                                     \
        enum err try_err = (expr);                                                           \
        if (try_err)                                                                         \
            return try_err;                                                                  \
    } while (0)
