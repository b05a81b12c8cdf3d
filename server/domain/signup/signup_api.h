/* USAPI's /signup, for internal clients and for the browser, and what follows it. */
#pragma once

#include "web/req.h"

handler signup_post, signup_verify_post, signup_resend_post;
