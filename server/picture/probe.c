#include "picture/probe.h"

#include <string.h>

static uint32_t little24(const unsigned char *b)
{
    return (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static uint32_t little32(const unsigned char *b)
{
    return (uint32_t)b[3] << 24 | little24(b);
}

/* RIFF: the first chunk tells the size, in one of three forms. */
static bool probe_webp(const unsigned char *bytes, size_t size, struct probe *out)
{
    if (size < 30 || little32(bytes + 4) > size - 8)
        return false;
    const unsigned char *body = bytes + 20;
    if (memcmp(bytes + 12, "VP8X", 4) == 0) {
        out->width = little24(body + 4) + 1;
        out->height = little24(body + 7) + 1;
        return true;
    }
    if (memcmp(bytes + 12, "VP8L", 4) == 0 && body[0] == 0x2F) {
        out->width = (little32(body + 1) & 0x3FFF) + 1;
        out->height = (little32(body + 1) >> 14 & 0x3FFF) + 1;
        return true;
    }
    if (memcmp(bytes + 12, "VP8 ", 4) == 0 && memcmp(body + 3, "\x9D\x01\x2A", 3) == 0) {
        out->width = little32(body + 6) & 0x3FFF;
        out->height = little32(body + 6) >> 16 & 0x3FFF;
        return true;
    }
    return false;
}

static enum picture_kind kind_of(const unsigned char *bytes, size_t size)
{
    if (size >= 4 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0)
        return PICTURE_JPEG;
    if (size >= 8 && memcmp(bytes, "\x89PNG\r\n\x1A\n", 8) == 0)
        return PICTURE_PNG;
    if (size >= 12 && memcmp(bytes, "RIFF", 4) == 0 && memcmp(bytes + 8, "WEBP", 4) == 0)
        return PICTURE_WEBP;
    return PICTURE_NONE;
}

static bool probe_kind(const unsigned char *bytes, size_t size, struct probe *out)
{
    switch (out->kind) {
    case PICTURE_JPEG:
        return probe_jpeg(bytes, size, out);
    case PICTURE_PNG:
        return probe_png(bytes, size, out);
    case PICTURE_WEBP:
        return probe_webp(bytes, size, out);
    case PICTURE_NONE:
        break;
    }
    return false;
}

bool probe_picture(const unsigned char *bytes, size_t size, struct probe *out)
{
    struct probe read = { .kind = kind_of(bytes, size), .orientation = 1 };
    if (!probe_kind(bytes, size, &read) || read.width == 0 || read.height == 0)
        return false;
    *out = read;
    return true;
}
