/* The handlers for what was counted; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler usage_get, usage_csv_get, admin_usage_get, admin_usage_csv_get;
handler key_calls_get;
