/* Answers: what goes back to the client, handed to libmicrohttpd. */
#pragma once

#include "gateway/call.h"

#include <microhttpd.h>

void answers_setup(void);
enum MHD_Result answers_failure(struct call *call);     /* call->failure, in the envelope */
enum MHD_Result answers_early(struct call *call);       /* the same, and the connection closes */
enum MHD_Result answers_too_large(struct call *call);   /* the head, to answer in an orderly way */
enum MHD_Result answers_upstream(struct call *call);    /* call->response */
