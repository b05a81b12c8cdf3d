/*
 * Page: index.html as it is sent.
 *
 * Its styles come as one file, thin, its modules as packs, and those that the address will need are
 * asked for with the page. Without packs it stays as it is, but for the name of the release.
 */
#pragma once
#include "base/arena.h"

struct ahead_line;
struct packs;

/* The styles that index.html names, one after another and thin. */
char *page_styles(struct arena *a, const char *folder, const char *html, size_t *out_size);

/* Those of the areas of a line. */
char *page_area_styles(struct arena *a, const char *folder, const struct ahead_line *line,
                       size_t *out_size);

/* line: what the address will need, or NULL. The addresses are still without the release. */
char *page_with_packs(struct arena *a, const char *html, const struct packs *packs,
                      const struct ahead_line *line);
