/* What providers call: their receipts. Each address proves itself: Meta's by a signature, a
 * described provider's by a secret in its path. */
#pragma once

#include "web/req.h"

handler whatsapp_webhook_get, whatsapp_webhook_post, provider_webhook_post;
