/* The handlers for institutions, for admins. */
#pragma once

#include "web/req.h"

handler institutions_list_get, institution_validate, institution_reject;
