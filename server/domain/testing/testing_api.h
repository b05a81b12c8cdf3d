/* The console's one operation. */
#pragma once

#include "web/req.h"

handler bundle_test_post;
