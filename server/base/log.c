#include "base/log.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static _Atomic enum log_level least_level = LOG_INFO;
static _Atomic bool is_json;
static const char *const level_names[] = { "debug", "info", "warn", "error" };

bool log_level_parse(const char *name, enum log_level *out)
{
    for (int i = 0; i < 4; i++) {
        if (strcmp(level_names[i], name) == 0) {
            *out = (enum log_level)i;
            return true;
        }
    }
    return false;
}

void log_setup(enum log_level least, const char *form)
{
    least_level = least;
    is_json = strcmp(form, "json") == 0 || (strcmp(form, "auto") == 0 && !isatty(STDERR_FILENO));
}

/* A line is made whole and written at once, so that none is cut by another and each costs one
 * call. What does not fit is left out; the line's form stays right. */
enum { LINE_MAX_BYTES = 4096, END_BYTES = 4, FIELD_MIN_BYTES = 64 };

struct line {
    size_t size;
    char text[LINE_MAX_BYTES];
};

static void add_bytes(struct line *l, const char *bytes, size_t size)
{
    size_t const room = LINE_MAX_BYTES - END_BYTES - l->size;
    size_t const taken = size < room ? size : room;
    memcpy(l->text + l->size, bytes, taken);
    l->size += taken;
}

static void add(struct line *l, const char *text)
{
    add_bytes(l, text, strlen(text));
}

static void add_escaped(struct line *l, unsigned char c)
{
    char escape[8];
    int const size = c == '"' || c == '\\' ? snprintf(escape, sizeof escape, "\\%c", c)
                                           : snprintf(escape, sizeof escape, "\\u%04x", c);
    add_bytes(l, escape, (size_t)size);
}

static size_t plain_length(const char *text)
{
    size_t length = 0;
    for (unsigned char c; (c = (unsigned char)text[length]) != '\0'; length++) {
        if (c == '"' || c == '\\' || c < 0x20 || c == 0x7F)
            break;
    }
    return length;
}

static void add_quoted(struct line *l, const char *text)
{
    bool const fits = strlen(text) * 6 + 2 < LINE_MAX_BYTES - END_BYTES - l->size;
    add(l, "\"");
    while (fits && *text) {
        size_t const plain = plain_length(text);
        add_bytes(l, text, plain);
        text += plain;
        if (*text)
            add_escaped(l, (unsigned char)*text++);
    }
    add(l, "\"");
}

static void add_field(struct line *l, const struct log_field *field)
{
    char number[24];
    if (l->size + strlen(field->name) + FIELD_MIN_BYTES > LINE_MAX_BYTES)
        return;
    add(l, is_json ? ",\"" : " ");
    add(l, field->name);
    add(l, is_json ? "\":" : "=");
    if (!field->text)
        add_bytes(l, number, (size_t)snprintf(number, sizeof number, "%lld",
                                              (long long)field->number));
    else if (!is_json && field->text[0] && !strpbrk(field->text, " \"\\=\r\n\t\033"))
        add(l, field->text);
    else
        add_quoted(l, field->text);
}

/* The time as text, made once a second and thread. */
static const char *time_text(void)
{
    static _Thread_local int64_t second;
    static _Thread_local char text[32];
    int64_t const now = clock_now();
    if (now != second) {
        AUTO_ARENA struct arena a = { 0 };
        snprintf(text, sizeof text, "%s", time_rfc3339(&a, now));
        second = now;
    }
    return text;
}

static void add_head(struct line *l, enum log_level level, const char *event)
{
    char head[128];
    const char *at = time_text(), *name = level_names[level];
    if (is_json)
        snprintf(head, sizeof head, "{\"at\":\"%s\",\"level\":\"%s\",\"event\":\"%s\"", at, name,
                 event);
    else
        snprintf(head, sizeof head, "%s %-5s %s", at, name, event);
    add(l, head);
}

void log_event(enum log_level level, const char *event, const struct log_field *fields)
{
    if (level < least_level)
        return;
    struct line l;
    l.size = 0;
    add_head(&l, level, event);
    for (; fields->name; fields++)
        add_field(&l, fields);
    memcpy(l.text + l.size, is_json ? "}\n" : "\n", 2);
    l.size += is_json ? 2 : 1;
    if (write(STDERR_FILENO, l.text, l.size) < 0)
        return;                         /* nowhere to tell it */
}
