/* The handlers for /admin/message-templates; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler templates_list, template_get, template_put, template_delete;
handler template_preview_post, template_test_post, channel_test_post;
