/* Budgets: admins learn in time that what strangers may cost (messages/afford.h) runs out. */
#pragma once

#include "base/err.h"

#include <stdint.h>
#include <stdio.h>

struct db;

/* A job: tells every admin, once a day for each budget, that it runs low and that it is spent. */
enum err budgets_watch(struct db *db, int64_t now);

/* Used and allowed today, by channel, in Prometheus' text. */
enum err budgets_print_metrics(struct db *db, int64_t now, FILE *out);
