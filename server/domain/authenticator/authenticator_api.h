/* The handlers for /authenticator: what the Simpul Authenticator calls. */
#pragma once

#include "web/req.h"

handler authenticator_pair_post, authenticator_challenges_get, authenticator_challenge_post;
handler authenticator_delete;
