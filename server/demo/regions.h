/* Regions: the provinces, regencies, districts and villages of Indonesia by their official codes,
 * read from the CSV files of the reference data. The files are mapped, and a list of where their
 * lines begin is all that is kept beside them. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum region_level { PROVINCE, REGENCY, DISTRICT, VILLAGE, REGION_LEVELS };

extern const char *const region_level_names[REGION_LEVELS];     /* provinsi, kabupaten, … */

struct region {
    enum region_level level;
    const char *code, *name;        /* in the file, not ended by a NUL */
    int code_size, name_size;
};

/* INTERNAL where a file is missing or not in the order of its codes. */
enum err regions_open(const char *reference_dir);
void regions_close(void);

int region_count(enum region_level level);
struct region region_at(enum region_level level, int index);

/* By code, with dots or without: 11.01.02, 110102. */
bool region_find(const char *code, struct region *out);

/* The region's own regions, one level down: *first is the first of *count. */
void region_children(const struct region *r, int *first, int *count);

/* What it lies in, at a higher level. */
bool region_ancestor(const struct region *r, enum region_level level, struct region *out);

/* Whether each word of the search (folded) begins a word of the name. */
bool region_is_named(const struct region *r, const char *search);
