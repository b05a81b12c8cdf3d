/* Vouching: how the portal tells the gateway, which is the same process, for whose address it
 * makes a call. The gateway then takes the call as coming from there: in X-Forwarded-For, for an
 * API key's allow-list, in its last use.
 *
 * The header names the address with a MAC under a secret that this process makes when it starts,
 * so that nobody else can claim one; the gateway passes it on to no upstream. */
#pragma once

#include "base/ip.h"

#define VOUCHER_HEADER "Simpul-Called-From"
enum { VOUCHER_SIZE = 64 + 1 + IP_TEXT_SIZE };

/* The header's value; "" for what is no address. */
void voucher_write(const char *ip, char out[static VOUCHER_SIZE]);
bool voucher_read(const char *value, size_t size, struct ip *out);
