/* Scheduler: a thread that does the periodic work, job after job.
 *
 * jobs.c holds the tables of jobs, one a thread: those that may wait for each other, and those
 * that must be on time. Each is idempotent and can be repeated after a crash;
 * one that fails is logged and tried again at its next turn. */
#pragma once

#include "base/err.h"

#include <stdint.h>

struct db;
struct scheduler;

struct job {
    const char *name;
    int64_t every_s;
    enum err (*run)(struct db *db, int64_t now);
};

struct scheduler *scheduler_start(struct db *db, const struct job *jobs, int count);
void scheduler_stop(struct scheduler *s);       /* runs what flushes once more; accepts NULL */

extern const struct job scheduled_jobs[];
extern const int scheduled_job_count;
extern const struct job prompt_jobs[];
extern const int prompt_job_count;
