#include "support/pictures.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct arena pictures;

int pictures_clear(void **state)
{
    (void)state;
    arena_finish(&pictures);
    return 0;
}

gdImagePtr drawing(int width, int height)
{
    gdImagePtr image = gdImageCreateTrueColor(width, height);
    gdImageFilledRectangle(image, 0, 0, width / 2 - 1, height / 2 - 1, RED);
    gdImageFilledRectangle(image, width / 2, 0, width - 1, height / 2 - 1, GREEN);
    gdImageFilledRectangle(image, 0, height / 2, width / 2 - 1, height - 1, BLUE);
    gdImageFilledRectangle(image, width / 2, height / 2, width - 1, height - 1, WHITE);
    return image;
}

struct file file_kept(void *bytes, int size)
{
    struct file f = { arena_alloc(&pictures, (size_t)size), (size_t)size };
    memcpy(f.bytes, bytes, f.size);
    gdFree(bytes);
    return f;
}

struct file drawn_jpeg(int width, int height)
{
    int size;
    gdImagePtr image = drawing(width, height);
    void *bytes = gdImageJpegPtr(image, &size, 95);
    gdImageDestroy(image);
    return file_kept(bytes, size);
}

struct file drawn_png(int width, int height)
{
    int size;
    gdImagePtr image = drawing(width, height);
    void *bytes = gdImagePngPtr(image, &size);
    gdImageDestroy(image);
    return file_kept(bytes, size);
}

struct file drawn_webp(gdImagePtr image)
{
    int size;
    void *bytes = gdImageWebpPtrEx(image, &size, gdWebpLossless);
    gdImageDestroy(image);
    return file_kept(bytes, size);
}

struct file file_with(struct file f, size_t at, const void *bytes, size_t size)
{
    struct file out = { arena_alloc(&pictures, f.size + size), f.size + size };
    memcpy(out.bytes, f.bytes, at);
    memcpy(out.bytes + at, bytes, size);
    memcpy(out.bytes + at + size, f.bytes + at, f.size - at);
    return out;
}

struct file file_with_exif(struct file f, int orientation, bool is_little)
{
    unsigned char little[] = "\xFF\xE1\x00\x4E" "Exif\0\0" "II*\0\x08\0\0\0" "\x01\0"
        "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" "\0\0\0\0"
        "GPS -6.2,106.8 Jakarta; Kamera Rahasia 1234567890";
    unsigned char big[] = "\xFF\xE1\x00\x4E" "Exif\0\0" "MM\0*\0\0\0\x08" "\0\x01"
        "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" "\0\0\0\0"
        "GPS -6.2,106.8 Jakarta; Kamera Rahasia 1234567890";
    static_assert(sizeof little == sizeof big && sizeof little >= 0x4E + 2);
    little[28] = big[29] = (unsigned char)orientation;
    return file_with(f, 2, is_little ? little : big, 0x4E + 2);
}

enum err cleaned(struct file f, struct picture *out)
{
    /* A copy of exactly this size, so that reading past its end is noticed. */
    unsigned char *exact = malloc(f.size ? f.size : 1);
    memcpy(exact, f.bytes, f.size);
    enum err const e = picture_clean(&pictures, exact, f.size, 512, out);
    free(exact);
    return e;
}

void assert_refuses(enum err expected, struct file f)
{
    struct picture p = { .mime = "untouched" };
    assert_err(expected, cleaned(f, &p));
    assert_string_equal("untouched", p.mime);
}
