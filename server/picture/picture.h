/* Picture: what a user uploads as a picture becomes one that is safe to show. Only this folder
 * includes gd.h.
 *
 * The content decides, never the name: JPEG, PNG or WebP. The size is read before anything is
 * decoded, so a small file cannot ask for much memory. The answer is drawn anew, hence without
 * metadata (place, camera, thumbnails) or hidden content. One picture is decoded at a time. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>

enum { PICTURE_PIXELS_MAX = 40 * 1000 * 1000, PICTURE_SIDE_MAX = 20000 };

struct picture {
    unsigned char *bytes;
    size_t size;
    const char *mime;                       /* image/jpeg or image/png */
    int width, height;
};

/* Turns the picture upright as its EXIF orientation says, scales it down to fit max_px by
 * max_px, and encodes it: JPEG as JPEG, PNG as PNG, WebP as PNG where it is transparent and else
 * as JPEG. UNSUPPORTED_MEDIA: no such picture, or a broken one. TOO_LARGE: more
 * pixels than those two allow. */
enum err picture_clean(struct arena *a, const void *bytes, size_t size, int max_px,
                       struct picture *out);
