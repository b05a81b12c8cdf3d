/* Console: a portal whose published bundle `uji` is answered by an upstream of the test's, which
 * Alice may call in Production and Bob may not; and the words for trying it. */
#pragma once

#include "support/publishing.h"
#include "support/upstream.h"

extern struct upstream *upstream;
extern const char *alice, *bob;                     /* their tokens */
extern const char *alices_key, *bobs_key;           /* for production */
extern const char ECHO[];                           /* an answer: {"a":"b c"} */

int console_begin(void **state);
int console_end(void **state);

const char *console_approve(const char *token);     /* answers the request's id */
const char *key_of(const char *token, const char *environment);
void says(const char *text);                        /* the upstream, from now on */

struct answer try(const char *token, const char *body);     /* POST /bundles/uji/test */
struct answer in_production(const char *token, const char *key);    /* GET /gema */

/* Alice's GET /gema in Development, with more members of the body, from a comma on. */
struct answer try_with(const char *more);
