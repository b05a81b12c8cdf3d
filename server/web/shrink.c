#include "web/shrink.h"

#include "web/req.h"

#include <brotli/encode.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Of what is longer the best form would keep the first reader waiting. */
enum { LEAST_BYTES = 512, BEST_UP_TO_BYTES = 256 << 10, BROTLI_QUICK = 5 };

unsigned char *shrink(const void *bytes, size_t size, int level, size_t *out_size)
{
    z_stream z = { 0 };
    if (size < LEAST_BYTES
        || deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    uLong const bound = deflateBound(&z, size);
    unsigned char *out = malloc(bound);
    if (!out)
        abort();
    z.next_in = (unsigned char *)bytes;
    z.avail_in = (uInt)size;
    z.next_out = out;
    z.avail_out = (uInt)bound;
    deflate(&z, Z_FINISH);
    *out_size = z.total_out;
    deflateEnd(&z);
    return out;
}

unsigned char *shrink_well(const void *bytes, size_t size, size_t *out_size)
{
    size_t room = BrotliEncoderMaxCompressedSize(size);
    if (size < LEAST_BYTES || room == 0)
        return NULL;
    unsigned char *out = malloc(room);
    if (!out)
        abort();
    int const quality = size > BEST_UP_TO_BYTES ? BROTLI_QUICK : BROTLI_MAX_QUALITY;
    bool const is_done = BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT,
                                               size, bytes, &room, out);
    *out_size = room;
    if (is_done && room < size)
        return out;
    free(out);
    return NULL;
}

/* "br;q=0" is a refusal. */
static bool is_refused(const char *at)
{
    at += strspn(at, " ;");
    if (strncmp(at, "q=0", 3) != 0)
        return false;
    at += 3;
    at += strspn(at, ".0");
    return strchr(" ,;", *at);
}

static bool takes(const struct req *r, const char *form)
{
    const char *at = in_header(r, "Accept-Encoding");
    size_t const length = strlen(form);
    for (; at && *at; at += strcspn(at, ",")) {
        at += strspn(at, ", ");
        if (strncmp(at, form, length) == 0 && strchr(" ,;", at[length]))
            return !is_refused(at + length);
    }
    return false;
}

bool shrink_well_is_wanted(const struct req *r)
{
    return takes(r, "br");
}

bool shrink_is_wanted(const struct req *r)
{
    return takes(r, "gzip");
}
