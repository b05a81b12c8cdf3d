/* Endpoints by hand, over HTTP: one operation of the current version's document at a time. The
 * document stays the truth; it is read again as a whole with each change. */
#pragma once

#include "web/req.h"

handler admin_endpoint_get, admin_endpoints_post, admin_endpoint_put, admin_endpoint_delete;
