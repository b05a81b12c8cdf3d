#include "base/log.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum log_level least_level = LOG_INFO;
static bool is_json;
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

static void write_quoted(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        unsigned char const c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c < 0x20 || c == 0x7F)
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputc('"', out);
}

static void write_field(FILE *out, const struct log_field *field)
{
    fprintf(out, is_json ? ",\"%s\":" : " %s=", field->name);
    if (!field->text)
        fprintf(out, "%lld", (long long)field->number);
    else if (!is_json && field->text[0] && !strpbrk(field->text, " \"\\=\r\n\t\033"))
        fputs(field->text, out);
    else
        write_quoted(out, field->text);
}

void log_event(enum log_level level, const char *event, const struct log_field *fields)
{
    if (level < least_level)
        return;
    AUTO_ARENA struct arena a = { 0 };
    const char *at = time_rfc3339(&a, clock_now());
    flockfile(stderr);                                      /* a line is never cut by another */
    if (is_json)
        fprintf(stderr, "{\"at\":\"%s\",\"level\":\"%s\",\"event\":\"%s\"", at,
                level_names[level], event);
    else
        fprintf(stderr, "%s %-5s %s", at, level_names[level], event);
    for (; fields->name; fields++)
        write_field(stderr, fields);
    fputs(is_json ? "}\n" : "\n", stderr);
    fflush(stderr);
    funlockfile(stderr);
}
