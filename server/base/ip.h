/* IP: addresses and ranges, both families alike: an IPv4 address is kept as ::ffff:a.b.c.d. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct sockaddr;

struct ip {
    unsigned char bytes[16];
};

struct ip_range {
    struct ip net;
    unsigned bits;                      /* of 128 */
};

enum { IP_TEXT_SIZE = 46 };

bool ip_parse(const char *text, size_t size, struct ip *out);   /* no brackets, no zone */
bool ip_of(const struct sockaddr *address, struct ip *out);     /* false for other families */
void ip_text(const struct ip *ip, char out[static IP_TEXT_SIZE]);   /* IPv4 with dots */

/* The subscriber behind an address: an IPv4 address, or the /64 that an IPv6 subscriber has. What
 * is no address (NULL too) becomes "unknown". */
void ip_subscriber(const char *text, char out[static IP_TEXT_SIZE]);

/* 10.0.0.0/8, 2001:db8::/32, or one address. Bits beyond the prefix must be zero. */
bool ip_range_parse(const char *text, size_t size, struct ip_range *out);
bool ip_range_has(const struct ip_range *range, const struct ip *ip);

/* Not an address of the public internet: loopback, private, link-local, shared, multicast,
 * documentation, unspecified, and IPv6 forms that carry such an IPv4 address. */
bool ip_is_private(const struct ip *ip);
