/* PNG chunks (ISO/IEC 15948, clause 5): length, name, content, checksum. */
#include "picture/probe.h"

#include <string.h>

enum { HEAD_BYTES = 8, FRAME_BYTES = 12 };

static uint32_t big32(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The bytes that the chunk at this place takes, 0 when it is cut short. */
static size_t chunk_size(const unsigned char *bytes, size_t size, size_t at)
{
    if (size - at < FRAME_BYTES)
        return 0;
    size_t const length = big32(bytes + at);
    return length <= size - at - FRAME_BYTES ? length + FRAME_BYTES : 0;
}

static bool is_named(const unsigned char *chunk, const char *name)
{
    return memcmp(chunk + 4, name, 4) == 0;
}

bool probe_png(const unsigned char *bytes, size_t size, struct probe *out)
{
    enum { HEADER_BYTES = 13 };
    if (size < HEAD_BYTES + FRAME_BYTES + HEADER_BYTES
        || memcmp(bytes + HEAD_BYTES, "\0\0\0\rIHDR", 8) != 0)
        return false;
    out->width = big32(bytes + HEAD_BYTES + 8);
    out->height = big32(bytes + HEAD_BYTES + 12);
    for (size_t at = HEAD_BYTES, chunk; (chunk = chunk_size(bytes, size, at)) > 0; at += chunk) {
        if (is_named(bytes + at, "IEND"))
            return true;
    }
    return false;
}

static bool is_needed(const unsigned char *chunk)
{
    static const char *const names[] = { "IHDR", "PLTE", "tRNS", "IDAT", "IEND" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (is_named(chunk, names[i]))
            return true;
    }
    return false;
}

void png_strip(const unsigned char *bytes, size_t *size, unsigned char *out)
{
    memcpy(out, bytes, HEAD_BYTES);
    size_t kept = HEAD_BYTES;
    for (size_t at = HEAD_BYTES, chunk; (chunk = chunk_size(bytes, *size, at)) > 0; at += chunk) {
        if (!is_needed(bytes + at))
            continue;
        memcpy(out + kept, bytes + at, chunk);
        kept += chunk;
        if (is_named(bytes + at, "IEND"))
            break;
    }
    *size = kept;
}
