/* The handlers for /admin/settings; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler settings_get, settings_patch;
