/* Log: one line an event, to standard error: text on a terminal, JSON lines otherwise.
 *
 *     LOG(INFO, "request", LOG_TEXT("method", m), LOG_INT("status", 200));
 *
 * No secret, code, password, key or personal datum goes in: name things by their ids. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
    const char *name;           /* NULL ends the list */
    const char *text;           /* NULL: number counts */
    int64_t number;
};

static inline struct log_field LOG_TEXT(const char *name, const char *text)
{
    return (struct log_field){ .name = name, .text = text ? text : "" };
}

static inline struct log_field LOG_INT(const char *name, int64_t number)
{
    return (struct log_field){ .name = name, .number = number };
}

#define LOG(level, event, ...)                                                               \
    log_event(LOG_##level, (event), (const struct log_field[]){ __VA_ARGS__ __VA_OPT__(, ) { 0 } })

void log_event(enum log_level level, const char *event, const struct log_field *fields);

/* form: "text", "json", or "auto" (text where standard error is a terminal). */
void log_setup(enum log_level least, const char *form);
bool log_level_parse(const char *name, enum log_level *out);
