/* The handlers for /admin/requests; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler review_list, review_get, review_approve_post, review_reject_post, review_revise_post,
    review_revoke_post, review_limits_put;
