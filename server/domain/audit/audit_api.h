/* The handlers for /admin/audit; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler audit_get, audit_csv_get;
