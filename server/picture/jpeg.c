/* JPEG markers (ITU-T T.81, annex B) and the orientation in EXIF (CIPA DC-008). */
#include "picture/probe.h"

#include <string.h>

enum { SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, APP1 = 0xE1, TEM = 0x01, ORIENTATION = 0x0112 };

/* Progressive pictures have about ten; thousands in a small file take minutes to decode. */
enum { SCANS_MAX = 32 };

struct reader {
    const unsigned char *bytes;
    size_t size, at;
    int scans;
};

static uint32_t big16(const unsigned char *b)
{
    return (uint32_t)b[0] << 8 | b[1];
}

/* EXIF is a TIFF file: its first letters tell the order of its bytes. */
struct tiff {
    const unsigned char *bytes;
    size_t size;
    bool is_little;
};

static uint32_t tiff16(const struct tiff *t, size_t at)
{
    const unsigned char *b = t->bytes + at;
    return t->is_little ? (uint32_t)b[1] << 8 | b[0] : big16(b);
}

static uint32_t tiff32(const struct tiff *t, size_t at)
{
    return t->is_little ? tiff16(t, at + 2) << 16 | tiff16(t, at)
                        : tiff16(t, at) << 16 | tiff16(t, at + 2);
}

static int orientation_in(const unsigned char *bytes, size_t size)
{
    enum { HEAD = 8, ENTRY = 12 };
    if (size < HEAD + 2 || (memcmp(bytes, "II*\0", 4) != 0 && memcmp(bytes, "MM\0*", 4) != 0))
        return 1;
    struct tiff const t = { bytes, size, bytes[0] == 'I' };
    size_t const directory = tiff32(&t, 4);
    if (directory > size - 2)
        return 1;
    uint32_t const entries = tiff16(&t, directory);
    for (size_t i = 0, at = directory + 2; i < entries && at + ENTRY <= size; i++, at += ENTRY) {
        if (tiff16(&t, at) != ORIENTATION)
            continue;
        uint32_t const value = tiff16(&t, at + 8);
        return value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}

/* SOF0 … SOF15 without DHT, JPG and DAC, which share the range. */
static bool is_frame(int marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool is_bare(int marker)
{
    return marker == TEM || marker == SOI || (marker >= 0xD0 && marker <= 0xD7);
}

/* The next marker; any number of 0xFF may stand before it. -1 at the end. */
static int next_marker(struct reader *r)
{
    if (r->at >= r->size || r->bytes[r->at] != 0xFF)
        return -1;
    while (r->at < r->size && r->bytes[r->at] == 0xFF)
        r->at++;
    return r->at < r->size ? r->bytes[r->at++] : -1;
}

/* To the marker behind entropy-coded data: 0xFF before neither 0 nor a restart marker. */
static void skip_scan(struct reader *r)
{
    for (; r->at + 1 < r->size; r->at++) {
        int const next = r->bytes[r->at + 1];
        if (r->bytes[r->at] == 0xFF && next != 0 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7))
            return;
    }
    r->at = r->size;
}

static void read_frame(const unsigned char *body, size_t length, struct probe *out)
{
    if (length < 6)
        return;
    out->height = big16(body + 1);
    out->width = big16(body + 3);
}

static bool read_segment(struct reader *r, int marker, struct probe *out)
{
    if (r->size - r->at < 2)
        return false;
    size_t const length = big16(r->bytes + r->at);
    if (length < 2 || length > r->size - r->at)
        return false;
    const unsigned char *body = r->bytes + r->at + 2;
    size_t const body_size = length - 2;
    if (is_frame(marker) && out->width)
        return false;                       /* a second frame could belie the first */
    if (is_frame(marker))
        read_frame(body, body_size, out);
    if (marker == APP1 && body_size > 6 && memcmp(body, "Exif\0", 6) == 0)
        out->orientation = orientation_in(body + 6, body_size - 6);
    r->at += length;
    if (marker != SOS)
        return true;
    skip_scan(r);
    return ++r->scans <= SCANS_MAX;
}

bool probe_jpeg(const unsigned char *bytes, size_t size, struct probe *out)
{
    struct reader r = { bytes, size, .at = 2 };
    for (int marker = next_marker(&r); marker != EOI; marker = next_marker(&r)) {
        if (marker < 0)
            return false;
        if (!is_bare(marker) && !read_segment(&r, marker, out))
            return false;
    }
    return true;
}
