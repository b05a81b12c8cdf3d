/* The handlers for signing in and out, and for the own sessions. */
#pragma once

#include "web/req.h"

handler auth_post, auth_verify, auth_resend, auth_challenge_get, auth_refresh, auth_logout;
handler sessions_list, session_delete;
