/* GET /captcha: a challenge for ALTCHA's widget, as it comes. */
#pragma once

#include "web/req.h"

handler captcha_get;
