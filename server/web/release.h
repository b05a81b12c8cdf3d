/*
 * The web app's release: a name that changes with any of its files.
 *
 * The page asks for its scripts and styles below /app/<release>/, so that browsers keep them until
 * a file changes, and a page that is loaded again asks for nothing but itself.
 */
#pragma once
#include "base/arena.h"

/* "v-" and 16 hexadecimal digits: a digest of the names, sizes and times of the files below folder,
 * as they are on disk now. */
char *release_name(struct arena *a, const char *folder);

/* What follows a release's name in a path ("/v-0123456789abcdef/app.js" gives "/app.js"); the path
 * itself where it names none. */
const char *release_below(const char *path);

/* The text with every address "/app/… of an attribute below the release instead. */
char *release_of_page(struct arena *a, const char *text, size_t size, const char *release,
                      size_t *out_size);
