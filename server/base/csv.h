/* CSV: cells of RFC 4180 as a spreadsheet takes them. */
#pragma once

#include "base/arena.h"

/* In quotes, those inside doubled; what a spreadsheet would take for a formula gets an apostrophe
 * in front. */
const char *csv_cell(struct arena *a, const char *text);
