/* CORS: lets pages of the origins that a bundle names call it from a browser (Fetch, section 3.2).
 * A preflight is answered here, without a key; every other answer, refusals too, says whether the
 * page may read it. */
#pragma once

#include "gateway/call.h"

struct path;
struct request;

/* Answers a preflight of an origin that may call: call->response. */
bool cors_preflight(struct call *call, const struct request *request, const struct path *path);

/* Once it is known what is called, and by whom. */
void cors_note(struct call *call, const struct request *request, const struct path *path);
void cors_show(const struct call *call);            /* on call->response */
void cors_end(struct call *call);

/* An upstream's own words on CORS hide where the bundle has its own. */
bool cors_hides(const struct call *call, const struct answer_field *field);
