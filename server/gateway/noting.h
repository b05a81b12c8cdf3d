/* Noting: tells usage.h of each call once it is over. */
#pragma once

#include "gateway/call.h"

struct request;

void noting_begin(struct call *call, const struct request *request);
void noting_end(const struct call *call, bool is_whole);    /* whole: the client has all of it */
