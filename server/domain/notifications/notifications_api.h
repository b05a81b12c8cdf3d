/* The handlers for /notifications; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler notifications_get, notifications_read_post;
