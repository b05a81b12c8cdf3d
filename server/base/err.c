#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char why_text[512];

static const struct {
    int status;
    const char *code, *id, *en;
} errors[] = {
#define X(name, status, code, id, en) [name] = { status, code, id, en },
    ERRORS(X)
#undef X
};

static const struct {
    const char *code, *id, *en;
} faults[] = {
#define X(code, id, en) { code, id, en },
    FIELD_FAULTS(X)
#undef X
};

int err_status(enum err e)
{
    return errors[e].status;
}

const char *err_code(enum err e)
{
    return errors[e].code;
}

enum err err_of(const char *code)
{
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(errors[i].code, code) == 0)
            return (enum err)i;
    }
    return OK;
}

const char *err_words(enum err e, bool english)
{
    return english ? errors[e].en : errors[e].id;
}

const char *fault_words(const char *code, bool english)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (strcmp(faults[i].code, code) == 0)
            return english ? faults[i].en : faults[i].id;
    }
    return NULL;
}

void err_note(const char *why, ...)
{
    va_list ap;
    va_start(ap, why);
    vsnprintf(why_text, sizeof why_text, why, ap);
    va_end(ap);
}

const char *err_why(void)
{
    return why_text;
}

void err_forget(void)
{
    why_text[0] = '\0';
}
