#include "web/ahead.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static void read_line(struct arena *a, char *text, struct ahead_line *out)
{
    char *rest = NULL, *word = strtok_r(text, " \n", &rest);
    out->path = arena_copy(a, word ? word : "");
    word = strtok_r(NULL, " \n", &rest);
    out->module = arena_printf(a, "/%s", word ? word : "");
    int areas = 0;
    out->calls = "";
    while ((word = strtok_r(NULL, " \n", &rest))) {
        if (*word == '/')
            out->calls = arena_printf(a, "%s%s%s", out->calls, *out->calls ? " " : "", word);
        else if (areas < AREAS_MAX - 1)
            out->areas[areas++] = arena_copy(a, word);
    }
}

struct ahead *ahead_read(struct arena *a, const char *folder)
{
    struct ahead *list = ARENA_NEW(a, struct ahead);
    FILE *f = fopen(arena_printf(a, "%s/ahead.txt", folder), "re");
    char line[512];
    while (f && list->count < AHEAD_MAX && fgets(line, sizeof line, f)) {
        if (*line == '/')
            read_line(a, line, &list->lines[list->count++]);
    }
    if (f)
        fclose(f);
    return list;
}

/* A segment of ":name" stands for any; a slash at the end counts for nothing. */
static bool fits(const char *pattern, const char *path)
{
    while (*pattern == '/' && *path == '/') {
        size_t const wanted = strcspn(++pattern, "/"), found = strcspn(++path, "/");
        bool const is_same = wanted == found && strncmp(pattern, path, wanted) == 0;
        if (!is_same && (*pattern != ':' || found == 0))
            return false;
        pattern += wanted;
        path += found;
    }
    return !*pattern && (!*path || strcmp(path, "/") == 0);
}

const struct ahead_line *ahead_for(const struct ahead *list, const char *path)
{
    for (int i = 0; i < list->count; i++) {
        if (fits(list->lines[i].path, path))
            return &list->lines[i];
    }
    return NULL;
}

char *ahead_areas(struct arena *a, const struct ahead_line *line, const char *between)
{
    char *names = arena_copy(a, "");
    for (int i = 0; line->areas[i]; i++)
        names = arena_printf(a, "%s%s%s", names, i ? between : "", line->areas[i]);
    return names;
}
