/* Usage: what the gateway's calls add up to.
 *
 * Each loop of the gateway counts for itself; nothing is shared on the way of a call. A job takes
 * what was counted each second and writes it, in one transaction, so that a crash loses one second
 * at most. Minutes are kept for two days, hours for ninety, days (of the portal's own midnight,
 * limits/period.h) for three years; figures.h reads them. What would outgrow the memory set apart
 * for a second, because very many keys and endpoints come together, is still counted, but no
 * longer told apart: first its endpoint is left out, then its key and account. */
#pragma once

#include "base/err.h"
#include "domain/access/access.h"

#include <stdint.h>
#include <stdio.h>

struct db;

enum {
    USAGE_MINUTES_S = 2 * 86400,        /* how long each is kept */
    USAGE_HOURS_S = 90 * 86400,
    USAGE_DAYS_S = 3 * 366 * 86400,
};

enum usage_outcome { USAGE_PASSED, USAGE_REFUSED, USAGE_FAILED, USAGE_CANCELLED, USAGE_OUTCOMES };

struct usage_call {
    const struct access_pass *pass;     /* who called what, as far as known */
    const char *method;                 /* lives as long as the program; "" for a rare one */
    unsigned status;                    /* 499: the client went away before its answer's end */
    enum usage_outcome outcome;
    int64_t at_ms;                      /* when it ended, since 1970 */
    int64_t duration_us;                /* from the request's arrival to the answer's end */
    int64_t upstream_us;                /* until the upstream's answer began; -1: it did not */
};

/* A loop's own counters. Only its thread notes; anything else may come from any thread. */
struct usage_loop;
struct usage_loop *usage_loop_open(void);
void usage_loop_close(struct usage_loop *loop);         /* what it counted is still written */
void usage_note(struct usage_loop *loop, const struct usage_call *call);

/* Jobs: takes and writes what was counted; brings minutes that are over into hours and days;
 * deletes what has been kept long enough. */
enum err usage_flush(struct db *db, int64_t now);
enum err usage_roll(struct db *db, int64_t now);
enum err usage_sweep(struct db *db, int64_t now);

/* Forgets what is in memory. Before access_close(), to whose rows it refers. */
void usage_close(void);

void usage_print_metrics(FILE *out);
