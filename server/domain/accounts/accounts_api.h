/* USAPI's /internal/register and /check/email. */
#pragma once

#include "web/req.h"

handler internal_register_post, check_email_post;
