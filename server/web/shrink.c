#include "web/shrink.h"

#include "web/req.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { LEAST_BYTES = 512 };

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

bool shrink_is_wanted(const struct req *r)
{
    const char *header = in_header(r, "Accept-Encoding");
    return header && strstr(header, "gzip");
}
