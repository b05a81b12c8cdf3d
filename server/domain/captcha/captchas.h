/* Captchas: each solution of a proof of work counts once. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct db;

/* payload: what the browser sends as `captcha`; NULL for none. CAPTCHA_INVALID for every reason:
 * missing, wrong, too old, used before. */
enum err captcha_use(struct db *db, struct arena *a, const char *payload, int64_t now);

enum err captchas_sweep(struct db *db, int64_t now);
