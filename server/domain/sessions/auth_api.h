/* The handlers for signing in. */
#pragma once

#include "web/req.h"

handler auth_post, auth_verify, auth_resend, auth_challenge_get;
