/* CSV: audit rows as a table that a spreadsheet opens, read from the database while it is sent.
 *
 * RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe in front. */
#pragma once

#include "domain/audit/audit.h"

struct audit_csv;

/* The filter is copied. Next fills at most max bytes and answers how many, 0 at the end, -1 on
 * failure; close takes what open answered. */
struct audit_csv *audit_csv_open(struct db *db, const struct audit_filter *filter);
int64_t audit_csv_next(void *csv, char *out, size_t max);
void audit_csv_close(void *csv);
