/* The handlers for another phone number or e-mail address. */
#pragma once

#include "web/req.h"

handler contact_get, contact_post, contact_confirm_post, contact_resend_post, contact_delete;
