#include "picture/picture.h"

#include "picture/probe.h"

#include <gd.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

enum { JPEG_QUALITY = 85, PNG_LEVEL = 6 };

/* A decoded picture takes up to 160 MB: one at a time. */
static pthread_mutex_t decoding = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t silenced = PTHREAD_ONCE_INIT;

static void say_nothing(int priority, const char *format, va_list args)
{
    (void)priority;
    (void)format;
    (void)args;
}

static void silence(void)
{
    gdSetErrorMethod(say_nothing);
}

static void drop(gdImagePtr *image)
{
    if (*image)
        gdImageDestroy(*image);
}
#define AUTO_IMAGE __attribute__((cleanup(drop)))

static gdImagePtr decode_png(const void *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    unsigned char *stripped = arena_alloc(&a, size);
    png_strip(bytes, &size, stripped);
    return gdImageCreateFromPngPtr((int)size, stripped);
}

static gdImagePtr decode(enum picture_kind kind, const void *bytes, size_t size)
{
    void *data = (void *)bytes;             /* read only, whatever gd's types say */
    switch (kind) {
    case PICTURE_JPEG:
        return gdImageCreateFromJpegPtr((int)size, data);
    case PICTURE_PNG:
        return decode_png(bytes, size);
    case PICTURE_WEBP:
        return gdImageCreateFromWebpPtr((int)size, data);
    case PICTURE_NONE:
        break;
    }
    return NULL;
}

static int shrunk(int length, int longest, int max)
{
    int64_t const scaled = ((int64_t)length * max + longest / 2) / longest;
    return scaled > 0 ? (int)scaled : 1;
}

/* Drawn on a canvas of its own, which carries nothing but colours. */
static gdImagePtr redraw(gdImagePtr from, int max)
{
    int const width = gdImageSX(from), height = gdImageSY(from);
    int const longest = width > height ? width : height;
    bool const fits = longest <= max;
    int const new_width = fits ? width : shrunk(width, longest, max);
    int const new_height = fits ? height : shrunk(height, longest, max);
    gdImagePtr to = gdImageCreateTrueColor(new_width, new_height);
    if (!to)
        return NULL;
    gdImageAlphaBlending(to, 0);
    gdImageSaveAlpha(to, 1);
    int const nothing = gdTrueColorAlpha(255, 255, 255, gdAlphaTransparent);
    gdImageFilledRectangle(to, 0, 0, new_width - 1, new_height - 1, nothing);
    if (fits)
        gdImageCopy(to, from, 0, 0, 0, 0, width, height);
    else
        gdImageCopyResampled(to, from, 0, 0, 0, 0, new_width, new_height, width, height);
    return to;
}

static gdImagePtr decode_small(const struct probe *probe, const void *bytes, size_t size, int max)
{
    AUTO_IMAGE gdImagePtr whole = decode(probe->kind, bytes, size);
    bool const is_as_told = whole && gdImageSX(whole) == (int)probe->width
                            && gdImageSY(whole) == (int)probe->height;
    return is_as_told ? redraw(whole, max) : NULL;
}

static gdImagePtr decode_in_turn(const struct probe *probe, const void *bytes, size_t size, int max)
{
    pthread_once(&silenced, silence);
    pthread_mutex_lock(&decoding);
    gdImagePtr small = decode_small(probe, bytes, size, max);
    pthread_mutex_unlock(&decoding);
    return small;
}

static gdImagePtr transpose(gdImagePtr from)
{
    gdImagePtr to = gdImageCreateTrueColor(gdImageSY(from), gdImageSX(from));
    if (!to)
        return NULL;
    gdImageAlphaBlending(to, 0);
    for (int y = 0; y < gdImageSY(from); y++) {
        for (int x = 0; x < gdImageSX(from); x++)
            gdImageSetPixel(to, y, x, gdImageTrueColorPixel(from, x, y));
    }
    return to;
}

/* EXIF counts the eight ways to lay a picture: 5 to 8 are 1 to 4 with rows and columns changed. */
static gdImagePtr turn_upright(gdImagePtr image, int orientation)
{
    if (orientation >= 5) {
        gdImagePtr turned = transpose(image);
        gdImageDestroy(image);
        image = turned;
    }
    if (!image)
        return NULL;
    if (orientation == 2 || orientation == 6)
        gdImageFlipHorizontal(image);
    if (orientation == 3 || orientation == 7)
        gdImageFlipBoth(image);
    if (orientation == 4 || orientation == 8)
        gdImageFlipVertical(image);
    return image;
}

static bool is_transparent(gdImagePtr image)
{
    for (int y = 0; y < gdImageSY(image); y++) {
        for (int x = 0; x < gdImageSX(image); x++) {
            if (gdTrueColorGetAlpha(gdImageTrueColorPixel(image, x, y)) != gdAlphaOpaque)
                return true;
        }
    }
    return false;
}

static enum err encode(struct arena *a, gdImagePtr image, enum picture_kind kind,
                       struct picture *out)
{
    bool const as_png = kind == PICTURE_PNG || (kind == PICTURE_WEBP && is_transparent(image));
    int size = 0;
    void *bytes = as_png ? gdImagePngPtrEx(image, &size, PNG_LEVEL)
                         : gdImageJpegPtr(image, &size, JPEG_QUALITY);
    if (!bytes)
        return err_because(INTERNAL, "a picture cannot be encoded");
    *out = (struct picture){
        .bytes = memcpy(arena_alloc(a, (size_t)size), bytes, (size_t)size),
        .size = (size_t)size, .mime = as_png ? "image/png" : "image/jpeg",
        .width = gdImageSX(image), .height = gdImageSY(image),
    };
    gdFree(bytes);
    return OK;
}

enum err picture_clean(struct arena *a, const void *bytes, size_t size, int max_px,
                       struct picture *out)
{
    struct probe probe;
    if (size > INT_MAX || !probe_picture(bytes, size, &probe))
        return err_because(UNSUPPORTED_MEDIA, "no whole JPEG, PNG or WebP");
    if ((uint64_t)probe.width * probe.height > PICTURE_PIXELS_MAX
        || probe.width > PICTURE_SIDE_MAX || probe.height > PICTURE_SIDE_MAX)
        return err_because(TOO_LARGE, "a picture of %u x %u", probe.width, probe.height);
    gdImagePtr drawn = decode_in_turn(&probe, bytes, size, max_px);
    if (!drawn)
        return err_because(UNSUPPORTED_MEDIA, "the picture does not decode");
    AUTO_IMAGE gdImagePtr image = turn_upright(drawn, probe.orientation);
    if (!image)
        return err_because(INTERNAL, "no memory to turn a picture");
    return encode(a, image, probe.kind, out);
}
