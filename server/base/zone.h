/* Zone: local days of a time zone by name (Asia/Jakarta), as the system's tz database has it.
 *
 * Reads TZif (RFC 9636), and beyond its table the rule at its end. Zones stay open for the life of
 * the process and never change: any thread may use them. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct zone;

/* NOT_FOUND for a name that is not there. The same name gives the same zone. */
enum err zone_open(const char *name, const struct zone **out);
const char *zone_name(const struct zone *zone);

/* Seconds east of Greenwich at that moment; 0 for NULL, which is UTC. */
int32_t zone_offset(const struct zone *zone, int64_t at);

/* The first moment of a local day (days since 1 January 1970): midnight, or where the clocks jump
 * over it, the moment they do. */
int64_t zone_day_start(const struct zone *zone, int64_t day);
int64_t zone_day(const struct zone *zone, int64_t at);      /* the day that holds the moment */

/* The calendar: the first day of a month (months since January 1970), and the month of a day. */
int64_t month_first_day(int64_t month);
int64_t month_of_day(int64_t day);
