/* A test call as its JSON says it. */
#pragma once

#include "domain/testing/testing.h"
#include "web/req.h"

/* Notes what is wrong for in_check(). */
void test_call_in(struct req *r, const char *slug, struct test_call *out);
