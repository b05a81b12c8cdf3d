/* Step-up for handlers: the route flag .needs_step_up guards a whole operation, step_up_require()
 * the handler that needs it only sometimes. */
#pragma once

#include "web/req.h"

/* STEP_UP_REQUIRED unless the caller's session has proved itself lately (step_up.h); the answer
 * then says under "methods" what would do. Before any change: the same call comes again. */
enum err step_up_require(struct req *r);

handler auth_step_up_post;
