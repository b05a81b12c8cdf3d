/* The handlers for forgotten and changed passwords. */
#pragma once

#include "web/req.h"

handler password_forgot_post, password_reset_post, password_change_post;
