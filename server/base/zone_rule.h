/* Zone rule: the line at the end of a zone's file, "EST5EDT,M3.2.0,M11.1.0" (RFC 9636, 3.3): what
 * holds after the last change that the file lists. Only zone.c includes it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The week'th weekday (0: Sunday) of a month, 5: the last; at so many seconds of standard or
 * summer time, as it holds before. */
struct zone_change {
    int month, week, weekday;
    int32_t time_s;
};

struct zone_rule {
    bool is_known, has_summer;
    int32_t standard, summer;           /* seconds east */
    struct zone_change begins, ends;    /* of the summer's time */
};

struct zone_rule zone_rule_read(const char *line);      /* is_known false: not understood */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t at);
