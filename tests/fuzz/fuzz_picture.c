/* Uploaded pictures: any bytes, and good pictures with some of their bytes changed. */
#include "fuzz.h"

#include "picture/picture.h"

#include <gd.h>

static struct {
    void *bytes;
    int size;
} good[3];

static void draw(void)
{
    if (good[0].bytes)
        return;
    gdImagePtr image = gdImageCreateTrueColor(40, 24);
    gdImageFilledRectangle(image, 3, 3, 20, 20, 0xC03020);
    gdImageInterlace(image, 1);                             /* progressive, of several scans */
    good[0].bytes = gdImageJpegPtr(image, &good[0].size, 80);
    good[1].bytes = gdImagePngPtr(image, &good[1].size);
    good[2].bytes = gdImageWebpPtr(image, &good[2].size);
    gdImageDestroy(image);
}

static void clean(struct arena *a, const void *bytes, size_t size)
{
    struct picture p;
    if (picture_clean(a, bytes, size, 64, &p) != OK)
        return;
    assert(p.width >= 1 && p.width <= 64 && p.height >= 1 && p.height <= 64 && p.size > 0);
}

/* Three bytes a change: where, in two, and what. */
static void clean_spoilt(struct arena *a, const uint8_t *bytes, size_t size)
{
    int const which = bytes[0] % 3;
    size_t const length = (size_t)good[which].size;
    uint8_t *spoilt = memcpy(malloc(length), good[which].bytes, length);
    for (size_t i = 1; i + 2 < size; i += 3)
        spoilt[(bytes[i] << 8 | bytes[i + 1]) % length] = bytes[i + 2];
    clean(a, spoilt, length);
    free(spoilt);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    draw();
    clean(&a, bytes, size);
    if (size > 0)
        clean_spoilt(&a, bytes, size);
    return 0;
}
