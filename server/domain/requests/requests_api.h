/* The handlers for /requests; routes.c says who may call each. */
#pragma once

#include "web/req.h"

enum { LETTER_MAX_BYTES = 10 * 1024 * 1024 };

handler requests_list, requests_post, request_get, request_revision_post, request_delete,
    request_letter_get;
