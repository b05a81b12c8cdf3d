/* The table of the scheduler's jobs. */
#include "scheduler.h"

#include "domain/files/files.h"
#include "domain/keys/keys.h"
#include "web/idempotency.h"

const struct job scheduled_jobs[] = {
    { "files_sweep", 600, files_sweep },
    { "idempotency_sweep", 3600, idempotency_sweep },
    { "keys_note_uses", 1, keys_note_uses },
    { "keys_end_grace", 5, keys_end_grace },
};
const int scheduled_job_count = sizeof scheduled_jobs / sizeof scheduled_jobs[0];
