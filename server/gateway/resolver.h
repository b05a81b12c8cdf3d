/* Resolver: names to addresses, off the loops. One thread asks the system's resolver; answers are
 * kept for a short while. */
#pragma once

#include "base/ip.h"

enum { ADDRESSES_MAX = 8 };

struct addresses {
    unsigned count;                     /* 0: the name has none */
    struct ip items[ADDRESSES_MAX];
};

struct resolver;

/* Called on the resolver's thread each time a name has been looked up. */
typedef void resolver_told_fn(void *context);

struct resolver *resolver_open(void);
void resolver_close(struct resolver *resolver);

/* True with the addresses where they are known. Otherwise they are looked up, and told(context)
 * follows once a lookup is over: ask again then. */
bool resolver_find(struct resolver *resolver, const char *name, struct addresses *out);
void resolver_listen(struct resolver *resolver, resolver_told_fn *told, void *context);
