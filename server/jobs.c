/* The tables of the schedulers' jobs. */
#include "scheduler.h"

#include "domain/accounts/accounts.h"
#include "domain/authenticator/signed.h"
#include "domain/budgets/budgets.h"
#include "domain/bundles/endings.h"
#include "domain/captcha/captchas.h"
#include "domain/files/files.h"
#include "domain/keys/keys.h"
#include "domain/messages/afford.h"
#include "domain/messages/delivery.h"
#include "domain/otp/otp.h"
#include "domain/passkeys/passkeys.h"
#include "domain/passwords/resets.h"
#include "domain/profile/contact.h"
#include "domain/quotas/quotas.h"
#include "domain/sessions/sessions.h"
#include "domain/throttle/throttle.h"
#include "domain/totp/resets.h"
#include "domain/totp/totp.h"
#include "domain/usage/usage.h"
#include "web/idempotency.h"

const struct job scheduled_jobs[] = {
    { "messages_wipe", 60, messages_wipe },
    { "messages_sweep", 3600, messages_sweep },
    { "budgets_watch", 10, budgets_watch },
    { "budgets_sweep", 3600, budgets_sweep },
    { "endings_apply", 10, endings_apply },
    { "accounts_sweep", 3600, accounts_sweep },
    { "otps_sweep", 600, otps_sweep },
    { "throttles_sweep", 3600, throttles_sweep },
    { "captchas_sweep", 600, captchas_sweep },
    { "files_sweep", 600, files_sweep },
    { "signed_calls_sweep", 10, signed_calls_sweep },
    { "idempotency_sweep", 3600, idempotency_sweep },
    { "sessions_watch", 1, sessions_watch },
    { "sessions_flush", 60, sessions_flush },
    { "sessions_sweep", 60, sessions_sweep },
    { "contact_changes_sweep", 600, contact_changes_sweep },
    { "password_resets_sweep", 600, password_resets_sweep },
    { "totp_enrolments_sweep", 60, totp_enrolments_sweep },
    { "totp_resets_apply", 30, totp_resets_apply },
    { "totp_resets_sweep", 600, totp_resets_sweep },
    { "passkey_ceremonies_sweep", 60, ceremonies_sweep },
    { "keys_end_grace", 5, keys_end_grace },
    { "quotas_sweep", 3600, quotas_sweep },
    { "usage_roll", 5, usage_roll },
    { "usage_sweep", 3600, usage_sweep },
};
const int scheduled_job_count = sizeof scheduled_jobs / sizeof scheduled_jobs[0];

/* What the gateway holds in memory is lost with the process: it waits for no other job. */
const struct job prompt_jobs[] = {
    { "usage_flush", 1, usage_flush },
    { "quotas_save", 1, quotas_save },
    { "keys_note_uses", 1, keys_note_uses },
};
const int prompt_job_count = sizeof prompt_jobs / sizeof prompt_jobs[0];
