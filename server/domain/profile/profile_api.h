/* The handlers for the own profile. */
#pragma once

#include "web/req.h"

handler profile_get, profile_patch, profile_update_post, profile_picture_get;
