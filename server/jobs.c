/* The table of the scheduler's jobs. */
#include "scheduler.h"

#include "domain/files/files.h"
#include "web/idempotency.h"

const struct job scheduled_jobs[] = {
    { "files_sweep", 600, files_sweep },
    { "idempotency_sweep", 3600, idempotency_sweep },
};
const int scheduled_job_count = sizeof scheduled_jobs / sizeof scheduled_jobs[0];
