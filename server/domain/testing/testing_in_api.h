/* A test call as its JSON says it. */
#pragma once

#include "domain/bundles/bundles.h"
#include "domain/bundles/versions.h"
#include "domain/testing/testing.h"
#include "web/req.h"

/* Notes what is wrong for in_check(). */
void test_call_in(struct req *r, const struct bundle *b, const struct version *v,
                  struct test_call *out);
