#include "base/ip.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

static const unsigned char mapped_head[12] = { [10] = 0xFF, [11] = 0xFF };

static bool is_mapped(const struct ip *ip)
{
    return memcmp(ip->bytes, mapped_head, sizeof mapped_head) == 0;
}

static void map_v4(const void *four, struct ip *out)
{
    memcpy(out->bytes, mapped_head, sizeof mapped_head);
    memcpy(out->bytes + sizeof mapped_head, four, 4);
}

bool ip_parse(const char *text, size_t size, struct ip *out)
{
    char copy[IP_TEXT_SIZE];
    if (size == 0 || size >= sizeof copy || memchr(text, '\0', size))
        return false;
    memcpy(copy, text, size);
    copy[size] = '\0';
    struct in_addr v4;
    if (inet_pton(AF_INET, copy, &v4) == 1) {
        map_v4(&v4, out);
        return true;
    }
    return inet_pton(AF_INET6, copy, out->bytes) == 1;
}

bool ip_of(const struct sockaddr *address, struct ip *out)
{
    if (address->sa_family == AF_INET) {
        map_v4(&((const struct sockaddr_in *)(const void *)address)->sin_addr, out);
        return true;
    }
    if (address->sa_family != AF_INET6)
        return false;
    memcpy(out->bytes, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, 16);
    return true;
}

void ip_text(const struct ip *ip, char out[static IP_TEXT_SIZE])
{
    if (is_mapped(ip))
        inet_ntop(AF_INET, ip->bytes + sizeof mapped_head, out, IP_TEXT_SIZE);
    else
        inet_ntop(AF_INET6, ip->bytes, out, IP_TEXT_SIZE);
}

void ip_subscriber(const char *text, char out[static IP_TEXT_SIZE])
{
    struct ip ip;
    if (!text || !ip_parse(text, strlen(text), &ip)) {
        memcpy(out, "unknown", sizeof "unknown");
        return;
    }
    if (!is_mapped(&ip))
        memset(ip.bytes + 8, 0, 8);
    ip_text(&ip, out);
}

static bool agrees(const unsigned char *a, const unsigned char *b, unsigned bits)
{
    if (memcmp(a, b, bits / 8) != 0)
        return false;
    unsigned const rest = bits % 8;
    return rest == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - rest)) == 0;
}

static bool bits_parse(const char *text, size_t size, unsigned max, unsigned *out)
{
    if (size == 0 || size > 3 || (size > 1 && text[0] == '0'))
        return false;
    unsigned value = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    *out = value;
    return value <= max;
}

static bool is_clean_beyond(const struct ip_range *range)
{
    for (unsigned bit = range->bits; bit < 128; bit++) {
        if (range->net.bytes[bit / 8] >> (7 - bit % 8) & 1)
            return false;
    }
    return true;
}

bool ip_range_parse(const char *text, size_t size, struct ip_range *out)
{
    const char *slash = memchr(text, '/', size);
    size_t const head = slash ? (size_t)(slash - text) : size;
    struct ip_range range = { .bits = 128 };
    if (!ip_parse(text, head, &range.net))
        return false;
    bool const is_v4 = !memchr(text, ':', head);
    if (slash && !bits_parse(slash + 1, size - head - 1, is_v4 ? 32 : 128, &range.bits))
        return false;
    if (slash && is_v4)
        range.bits += 96;
    if (!is_clean_beyond(&range))
        return false;
    *out = range;
    return true;
}

bool ip_range_has(const struct ip_range *range, const struct ip *ip)
{
    return agrees(range->net.bytes, ip->bytes, range->bits);
}

static bool v4_is_private(const unsigned char *four)
{
    static const struct {
        unsigned char net[4];
        unsigned bits;
    } ranges[] = {
        { { 0 }, 8 }, { { 10 }, 8 }, { { 100, 64 }, 10 }, { { 127 }, 8 }, { { 169, 254 }, 16 },
        { { 172, 16 }, 12 }, { { 192, 0, 0 }, 24 }, { { 192, 0, 2 }, 24 }, { { 192, 168 }, 16 },
        { { 198, 18 }, 15 }, { { 198, 51, 100 }, 24 }, { { 203, 0, 113 }, 24 }, { { 224 }, 3 },
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (agrees(ranges[i].net, four, ranges[i].bits))
            return true;
    }
    return false;
}

bool ip_is_private(const struct ip *ip)
{
    static const struct {
        unsigned char head[12];
        unsigned bits, v4_at;           /* v4_at: where the carried IPv4 address stands */
    } carriers[] = {
        { { 0x00, 0x64, 0xFF, 0x9B }, 96, 12 },     /* NAT64, 64:ff9b::/96 and no other */
        { { 0x20, 0x02 }, 16, 2 },                  /* 6to4 */
    };
    if (is_mapped(ip))
        return v4_is_private(ip->bytes + 12);
    for (size_t i = 0; i < sizeof carriers / sizeof carriers[0]; i++) {
        if (agrees(carriers[i].head, ip->bytes, carriers[i].bits))
            return v4_is_private(ip->bytes + carriers[i].v4_at);
    }
    bool const is_global = (ip->bytes[0] & 0xE0) == 0x20;
    bool const is_teredo = memcmp(ip->bytes, "\x20\x01\x00\x00", 4) == 0;
    bool const is_example = memcmp(ip->bytes, "\x20\x01\x0D\xB8", 4) == 0;
    return !is_global || is_teredo || is_example;
}
