/*
 * Modules: the scripts of the web app and what they import, from its start on.
 *
 * Sources keep to a few forms: imports and re-exports stand first in a file, each at the margin,
 * and end with a semicolon and the line; an export begins at the margin; import('…') names a file,
 * or with `…/${name}.js` the files of a folder; no module imports itself on a way round, and no two
 * paths differ in their signs alone (a-b.js, a/b.js). What does not is told, and the app is then
 * served file by file. Strings are not looked into: no line of one begins at the margin with
 * "export", "import" or a comment, and none says import(.
 */
#pragma once
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { MODULES_MAX = 512, ROOTS_MAX = 256, REACH_WORDS = ROOTS_MAX / 64 };

#define NAME_CHARS "$0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

struct import {
    const char *names;              /* "{ a, b as c }", "* as a", or "a" for the default */
    int from;
    bool is_passed_on;              /* export { … } from */
    struct import *next;
};

struct module {
    const char *name;               /* "/lib/html.js" */
    const char *id;                 /* in packs: "$lib_html"; no other has the same */
    char *text;                     /* what follows the imports, without comments at the margin */
    struct import *imports, **last_import;
    bool is_root;                   /* asked for with import() */
    bool is_open;                   /* still being read */
    uint64_t reach[REACH_WORDS];    /* the roots that import it, at whatever distance */
    bool is_early;                  /* comes with the start */
    int pack;
};

struct modules {
    struct arena *arena;
    const char *folder;
    struct module list[MODULES_MAX];
    int count;
    int order[MODULES_MAX];         /* each after what it imports */
    int ordered;
    int roots[ROOTS_MAX];           /* the start first */
    int root_count;
};

/* Fills a zeroed struct with arena and folder; false and a line in the log where a source has a
 * form of its own. */
bool modules_read(struct modules *m, const char *start);

int modules_find(const struct modules *m, const char *name);    /* -1: none */

/* The size of the name or the names in braces that begin here: "a", "{ a, b as c }"; 0 where what
 * begins here is of another form. */
size_t modules_names(const char *text);

/* An import('…') in a module's text. */
struct call {
    const char *begin, *end;        /* of the text that says it */
    const char *path;               /* below the folder; with a "${" where it names several */
};
bool modules_next_call(struct arena *a, const struct module *one, const char *from,
                       struct call *out);
