/* The handlers for accounts and institutions, as an admin sees them. */
#pragma once

#include "web/req.h"

handler users_list, user_get, user_patch;
