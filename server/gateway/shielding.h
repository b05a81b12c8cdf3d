/* Shielding: asks an upstream's shield before each call, and tells it how the upstream did. */
#pragma once

#include "gateway/call.h"

/* Once admitted and within its limits. A call that is refused is no longer admitted, and has used
 * nothing of its limits. */
enum err shielding_enter(struct call *call);

/* The upstream's answer begins (OK), or it has failed; the first word counts. */
void shielding_judge(struct call *call, enum err failure);
void shielding_leave(struct call *call);

void shielding_show(const struct call *call);       /* Retry-After, on call->response */
