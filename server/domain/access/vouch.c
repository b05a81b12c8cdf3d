#include "domain/access/vouch.h"

#include "base/random.h"
#include "crypto/compare.h"
#include "crypto/digest.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum { MAC_DIGITS = 2 * DIGEST_BYTES };

static unsigned char secret[DIGEST_BYTES];
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void make(void)
{
    random_bytes(secret, sizeof secret);
}

static void mac_write(const char *ip, size_t size, char out[static MAC_DIGITS + 1])
{
    unsigned char mac[DIGEST_BYTES];
    pthread_once(&made, make);
    hmac_sha256(secret, sizeof secret, ip, size, mac);
    for (int i = 0; i < DIGEST_BYTES; i++)
        snprintf(out + 2 * i, 3, "%02x", mac[i]);
}

void voucher_write(const char *ip, char out[static VOUCHER_SIZE])
{
    char mac[MAC_DIGITS + 1];
    struct ip read;
    out[0] = '\0';
    if (!ip_parse(ip, strlen(ip), &read))
        return;
    mac_write(ip, strlen(ip), mac);
    snprintf(out, VOUCHER_SIZE, "%s %s", mac, ip);
}

bool voucher_read(const char *value, size_t size, struct ip *out)
{
    char mac[MAC_DIGITS + 1];
    if (size <= MAC_DIGITS + 1 || size >= VOUCHER_SIZE || value[MAC_DIGITS] != ' ')
        return false;
    const char *ip = value + MAC_DIGITS + 1;
    size_t const ip_size = size - MAC_DIGITS - 1;
    mac_write(ip, ip_size, mac);
    return same_bytes(mac, value, MAC_DIGITS) && ip_parse(ip, ip_size, out);
}
