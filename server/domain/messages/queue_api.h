/* How the channels fare, and sending all that failed again. */
#pragma once

#include "web/req.h"

handler message_channels_get, messages_retry_post;
