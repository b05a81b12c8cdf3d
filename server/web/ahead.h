/*
 * Ahead: what the page for an address will need, so that it is asked for with the page itself.
 *
 * The folder's ahead.txt tells it: a line for each route, "PATH MODULE AREA… CALL…".
 */
#pragma once
#include "base/arena.h"

enum { AHEAD_MAX = 256, AREAS_MAX = 8 };

struct ahead_line {
    const char *path;               /* "/marketplace/:slug/docs" */
    const char *module;             /* "/pages/docs/overview.js" */
    const char *areas[AREAS_MAX];   /* of words and styles; NULL behind the last */
    const char *calls;              /* of the API, by its first view: "/bundles/:slug /tags" */
};

struct ahead {
    int count;
    struct ahead_line lines[AHEAD_MAX];
};

struct ahead *ahead_read(struct arena *a, const char *folder);  /* empty where there is no file */
const struct ahead_line *ahead_for(const struct ahead *list, const char *path);     /* or NULL */

/* A line's areas with this between them: "market-docs". */
char *ahead_areas(struct arena *a, const struct ahead_line *line, const char *between);
