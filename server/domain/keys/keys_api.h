/* The handlers for /keys and /admin/keys; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler keys_list, keys_post, key_get, key_patch, key_delete_one, key_activate_post,
    key_deactivate_post, key_rotate_post;

handler admin_keys_list, admin_key_activate_post, admin_key_deactivate_post;
