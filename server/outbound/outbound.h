/* Outbound: calls to providers. The only folder that includes curl/curl.h. */
#pragma once

#include <stdint.h>

/* At the end: calls that are under way by then, and new ones, are given up. The first counts. */
void outbound_give_up_in(int64_t seconds);
void outbound_go_on(void);
