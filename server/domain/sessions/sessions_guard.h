/* How the web layer learns who calls; portal.c hands it over. */
#pragma once

#include "web/req.h"

/* UNAUTHENTICATED unless the Authorization header bears a token whose session stands. */
enum err sessions_guard(struct req *r);
