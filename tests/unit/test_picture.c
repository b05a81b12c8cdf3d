/* Pictures drawn here with gd, some of them spoilt on purpose. */
#include "picture/picture.h"
#include "support/world.h"

#include <assert.h>
#include <gd.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { RED = 0xFF0000, BLUE = 0x0000FF, GREEN = 0x00FF00, WHITE = 0xFFFFFF };

struct file {
    unsigned char *bytes;
    size_t size;
};

static struct arena arena;

static int end(void **state)
{
    (void)state;
    arena_finish(&arena);
    return 0;
}

/* A corner of each colour: red, green over blue, white. */
static gdImagePtr draw(int width, int height)
{
    gdImagePtr image = gdImageCreateTrueColor(width, height);
    gdImageFilledRectangle(image, 0, 0, width / 2 - 1, height / 2 - 1, RED);
    gdImageFilledRectangle(image, width / 2, 0, width - 1, height / 2 - 1, GREEN);
    gdImageFilledRectangle(image, 0, height / 2, width / 2 - 1, height - 1, BLUE);
    gdImageFilledRectangle(image, width / 2, height / 2, width - 1, height - 1, WHITE);
    return image;
}

static struct file keep(void *bytes, int size)
{
    struct file f = { arena_alloc(&arena, (size_t)size), (size_t)size };
    memcpy(f.bytes, bytes, f.size);
    gdFree(bytes);
    return f;
}

static struct file jpeg(int width, int height)
{
    int size;
    gdImagePtr image = draw(width, height);
    void *bytes = gdImageJpegPtr(image, &size, 95);
    gdImageDestroy(image);
    return keep(bytes, size);
}

static struct file png(int width, int height)
{
    int size;
    gdImagePtr image = draw(width, height);
    void *bytes = gdImagePngPtr(image, &size);
    gdImageDestroy(image);
    return keep(bytes, size);
}

static struct file webp(gdImagePtr image)
{
    int size;
    void *bytes = gdImageWebpPtrEx(image, &size, gdWebpLossless);
    gdImageDestroy(image);
    return keep(bytes, size);
}

static struct file insert(struct file f, size_t at, const void *bytes, size_t size)
{
    struct file out = { arena_alloc(&arena, f.size + size), f.size + size };
    memcpy(out.bytes, f.bytes, at);
    memcpy(out.bytes + at, bytes, size);
    memcpy(out.bytes + at + size, f.bytes + at, f.size - at);
    return out;
}

static struct file with_exif(struct file f, int orientation, bool is_little)
{
    unsigned char little[] = "\xFF\xE1\x00\x4E" "Exif\0\0" "II*\0\x08\0\0\0" "\x01\0"
        "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0" "\0\0\0\0"
        "GPS -6.2,106.8 Jakarta; Kamera Rahasia 1234567890";
    unsigned char big[] = "\xFF\xE1\x00\x4E" "Exif\0\0" "MM\0*\0\0\0\x08" "\0\x01"
        "\x01\x12\0\x03\0\0\0\x01\0\x06\0\0" "\0\0\0\0"
        "GPS -6.2,106.8 Jakarta; Kamera Rahasia 1234567890";
    static_assert(sizeof little == sizeof big && sizeof little >= 0x4E + 2);
    little[28] = big[29] = (unsigned char)orientation;
    return insert(f, 2, is_little ? little : big, 0x4E + 2);
}

static enum err clean(struct file f, struct picture *out)
{
    /* A copy of exactly this size, so that reading past its end is noticed. */
    unsigned char *exact = malloc(f.size ? f.size : 1);
    memcpy(exact, f.bytes, f.size);
    enum err const e = picture_clean(&arena, exact, f.size, 512, out);
    free(exact);
    return e;
}

static void assert_refused(enum err expected, struct file f)
{
    struct picture p = { .mime = "untouched" };
    assert_err(expected, clean(f, &p));
    assert_string_equal("untouched", p.mime);
}

static int near(int a, int b)
{
    return abs(a - b) < 40;
}

static void assert_pixel(const struct picture *p, int x, int y, int colour)
{
    gdImagePtr image = strcmp(p->mime, "image/png") == 0
                       ? gdImageCreateFromPngPtr((int)p->size, p->bytes)
                       : gdImageCreateFromJpegPtr((int)p->size, p->bytes);
    assert_non_null(image);
    int const found = gdImageGetTrueColorPixel(image, x, y);
    gdImageDestroy(image);
    assert_true(near(gdTrueColorGetRed(found), gdTrueColorGetRed(colour))
                && near(gdTrueColorGetGreen(found), gdTrueColorGetGreen(colour))
                && near(gdTrueColorGetBlue(found), gdTrueColorGetBlue(colour))
                && near(gdTrueColorGetAlpha(found), gdTrueColorGetAlpha(colour)));
}

static void assert_hole(const struct picture *p, int x, int y)
{
    gdImagePtr image = gdImageCreateFromPngPtr((int)p->size, p->bytes);
    assert_non_null(image);
    assert_int_equal(127, gdTrueColorGetAlpha(gdImageGetTrueColorPixel(image, x, y)));
    gdImageDestroy(image);
}

static void assert_corners(const struct picture *p, const int colours[4])
{
    int const right = p->width - 8, bottom = p->height - 8;
    assert_pixel(p, 8, 8, colours[0]);
    assert_pixel(p, right, 8, colours[1]);
    assert_pixel(p, 8, bottom, colours[2]);
    assert_pixel(p, right, bottom, colours[3]);
}

static int const upright[4] = { RED, GREEN, BLUE, WHITE };

static void a_jpeg_stays_a_jpeg_and_is_made_smaller(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(clean(jpeg(1600, 900), &p));
    assert_string_equal("image/jpeg", p.mime);
    assert_int_equal(512, p.width);
    assert_int_equal(288, p.height);
    assert_corners(&p, upright);
}

static void a_png_stays_a_png_and_is_never_enlarged(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(clean(png(200, 100), &p));
    assert_string_equal("image/png", p.mime);
    assert_int_equal(200, p.width);
    assert_int_equal(100, p.height);
    assert_corners(&p, upright);
}

static void a_very_narrow_picture_keeps_a_pixel(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(clean(png(2, 6000), &p));
    assert_int_equal(1, p.width);
    assert_int_equal(512, p.height);
}

static void an_opaque_webp_becomes_a_jpeg(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(clean(webp(draw(600, 600)), &p));
    assert_string_equal("image/jpeg", p.mime);
    assert_int_equal(512, p.width);
    assert_corners(&p, upright);
}

static gdImagePtr draw_with_a_hole(void)
{
    gdImagePtr image = draw(100, 100);
    gdImageAlphaBlending(image, 0);
    gdImageSaveAlpha(image, 1);
    gdImageFilledRectangle(image, 40, 40, 60, 60, gdTrueColorAlpha(255, 255, 255, 127));
    return image;
}

static void a_transparent_webp_becomes_a_png(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(clean(webp(draw_with_a_hole()), &p));
    assert_string_equal("image/png", p.mime);
    assert_hole(&p, 50, 50);
    assert_corners(&p, upright);
}

static void a_palette_png_keeps_its_transparent_colour(void **state)
{
    (void)state;
    gdImagePtr image = gdImageCreate(60, 60);
    int const hole = gdImageColorAllocate(image, 1, 2, 3);
    int const red = gdImageColorAllocate(image, 255, 0, 0);
    gdImageColorTransparent(image, hole);
    gdImageFilledRectangle(image, 0, 0, 29, 59, red);
    int size;
    void *bytes = gdImagePngPtr(image, &size);
    gdImageDestroy(image);
    struct picture p;
    assert_ok(clean(keep(bytes, size), &p));
    assert_pixel(&p, 10, 10, RED);
    assert_hole(&p, 50, 10);
}

static void metadata_of_a_jpeg_is_gone(void **state)
{
    (void)state;
    struct file f = with_exif(jpeg(300, 200), 1, true);
    f = insert(f, 2, "\xFF\xFE\0\x0F" "GPS catatan!!", 17);
    f = insert(f, f.size, "GPS behind the end", 18);
    assert_non_null(memmem(f.bytes, f.size, "Kamera Rahasia", 14));
    struct picture p;
    assert_ok(clean(f, &p));
    assert_null(memmem(p.bytes, p.size, "GPS", 3));
    assert_null(memmem(p.bytes, p.size, "Exif", 4));
    assert_null(memmem(p.bytes, p.size, "Kamera", 6));
}

static struct file with_text_chunk(struct file f)
{
    unsigned char chunk[] = "\0\0\0\x14tEXtComment\0GPS rahasia!....";
    uLong const crc = crc32(0, chunk + 4, 24);
    for (int i = 0; i < 4; i++)
        chunk[28 + i] = (unsigned char)(crc >> (24 - 8 * i));
    return insert(f, 33, chunk, 32);
}

static void metadata_of_a_png_is_gone(void **state)
{
    (void)state;
    struct file const f = with_text_chunk(png(100, 100));
    assert_non_null(memmem(f.bytes, f.size, "GPS", 3));
    struct picture p;
    assert_ok(clean(f, &p));
    assert_null(memmem(p.bytes, p.size, "GPS", 3));
    assert_null(memmem(p.bytes, p.size, "tEXt", 4));
}

static void a_photo_lying_on_its_side_is_turned_upright(void **state)
{
    (void)state;
    static const int corners[9][4] = {
        [1] = { RED, GREEN, BLUE, WHITE }, [2] = { GREEN, RED, WHITE, BLUE },
        [3] = { WHITE, BLUE, GREEN, RED }, [4] = { BLUE, WHITE, RED, GREEN },
        [5] = { RED, BLUE, GREEN, WHITE }, [6] = { BLUE, RED, WHITE, GREEN },
        [7] = { WHITE, GREEN, BLUE, RED }, [8] = { GREEN, WHITE, RED, BLUE },
    };
    for (int orientation = 1; orientation <= 8; orientation++) {
        struct picture p;
        assert_ok(clean(with_exif(jpeg(320, 160), orientation, orientation % 2), &p));
        assert_int_equal(orientation >= 5 ? 160 : 320, p.width);
        assert_corners(&p, corners[orientation]);
    }
}

static void a_nonsensical_orientation_is_ignored(void **state)
{
    (void)state;
    int const values[] = { 0, 9, 200 };
    struct picture p;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        assert_ok(clean(with_exif(jpeg(320, 160), values[i], true), &p));
        assert_corners(&p, upright);
    }
    struct file f = with_exif(jpeg(320, 160), 6, true);
    memcpy(f.bytes + 16, "\xFF\xFF\xFF\xFF", 4);        /* the directory lies far away */
    assert_ok(clean(f, &p));
    assert_corners(&p, upright);
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    const char *const texts[] = {
        "", "x", "\xFF\xD8\xFF", "\xFF\xD8\xFF\xD9", "%PDF-1.7 ...", "GIF89a..............",
        "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF....WEBP", "\x89PNG\r\n\x1A\n",
        "RIFF\x16...WEBPVP8X..........................",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_refused(UNSUPPORTED_MEDIA, (struct file){ (unsigned char *)texts[i],
                                                         strlen(texts[i]) });
}

static void assert_refused_when_cut(struct file f, size_t step)
{
    for (size_t size = 0; size < f.size; size += step)
        assert_refused(UNSUPPORTED_MEDIA, (struct file){ f.bytes, size });
    assert_refused(UNSUPPORTED_MEDIA, (struct file){ f.bytes, f.size - 1 });
}

static void a_truncated_picture_is_refused(void **state)
{
    (void)state;
    assert_refused_when_cut(jpeg(80, 60), 7);
    assert_refused_when_cut(with_exif(jpeg(80, 60), 6, true), 7);
    assert_refused_when_cut(png(80, 60), 7);
    assert_refused_when_cut(webp(draw(80, 60)), 3);
}

static void set_png_size(struct file f, uint32_t width, uint32_t height)
{
    for (int i = 0; i < 4; i++) {
        f.bytes[16 + i] = (unsigned char)(width >> (24 - 8 * i));
        f.bytes[20 + i] = (unsigned char)(height >> (24 - 8 * i));
    }
    uLong const crc = crc32(0, f.bytes + 12, 17);
    for (int i = 0; i < 4; i++)
        f.bytes[29 + i] = (unsigned char)(crc >> (24 - 8 * i));
}

static void a_png_that_claims_to_be_huge_is_refused_undecoded(void **state)
{
    (void)state;
    struct file const f = png(10, 10);
    uint32_t const sizes[][2] = { { 50000, 50000 }, { 6325, 6325 }, { 1, 40000000 },
                                  { 0x7FFFFFFF, 0x7FFFFFFF }, { 20001, 1 } };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        set_png_size(f, sizes[i][0], sizes[i][1]);
        assert_refused(TOO_LARGE, f);
    }
    set_png_size(f, 0, 10);
    assert_refused(UNSUPPORTED_MEDIA, f);
    set_png_size(f, 3000, 3000);                        /* believable, but the rows are missing */
    assert_refused(UNSUPPORTED_MEDIA, f);
}

static unsigned char *frame_of(struct file f)
{
    unsigned char *at = memmem(f.bytes, f.size, "\xFF\xC0", 2);
    assert_non_null(at);
    return at;
}

static void a_jpeg_that_claims_to_be_huge_is_refused_undecoded(void **state)
{
    (void)state;
    struct file const f = jpeg(16, 16);
    memcpy(frame_of(f) + 5, "\x50\x00\x50\x00", 4);
    assert_refused(TOO_LARGE, f);
    memcpy(frame_of(f) + 5, "\x00\x00\x00\x10", 4);
    assert_refused(UNSUPPORTED_MEDIA, f);
}

static void a_jpeg_with_two_frames_is_refused(void **state)
{
    (void)state;
    struct file const f = jpeg(16, 16);
    unsigned char second[19];
    memcpy(second, frame_of(f), sizeof second);
    memcpy(second + 5, "\xFF\xFF\xFF\xFF", 4);
    assert_refused(UNSUPPORTED_MEDIA, insert(f, (size_t)(frame_of(f) - f.bytes) + 19, second,
                                             sizeof second));
}

static void a_jpeg_of_countless_scans_is_refused(void **state)
{
    (void)state;
    struct file f = jpeg(16, 16);
    for (int i = 0; i < 40; i++)
        f = insert(f, f.size - 2, "\xFF\xDA\0\x08\x01\x01\0\x01\x3F\0", 10);
    assert_refused(UNSUPPORTED_MEDIA, f);
}

static void a_webp_that_claims_to_be_huge_is_refused_undecoded(void **state)
{
    (void)state;
    struct file const f = webp(draw(16, 16));
    assert_memory_equal("VP8L", f.bytes + 12, 4);
    memcpy(f.bytes + 21, "\xFF\xFF\xFF\x0F", 4);
    assert_refused(TOO_LARGE, f);
    static const unsigned char extended[] = "RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0"
                                            "\xFF\xFF\x00\xFF\xFF\x00";
    assert_refused(TOO_LARGE, (struct file){ (unsigned char *)extended, sizeof extended - 1 });
}

static void no_spoilt_byte_does_harm(void **state)
{
    (void)state;
    struct file const files[] = { with_exif(jpeg(48, 32), 6, false), png(48, 32),
                                  webp(draw(48, 32)) };
    unsigned seed = 1;
    for (int round = 0; round < 3000; round++) {
        struct file f = files[round % 3];
        size_t const at = (seed = seed * 1103515245 + 12345) % f.size;
        unsigned char const was = f.bytes[at];
        f.bytes[at] ^= (unsigned char)(1 + (seed >> 16) % 255);
        struct picture p;
        enum err const e = clean(f, &p);
        assert_true(e == OK || e == UNSUPPORTED_MEDIA || e == TOO_LARGE);
        f.bytes[at] = was;
    }
}

#define then_clear(test) cmocka_unit_test_teardown(test, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        then_clear(a_jpeg_stays_a_jpeg_and_is_made_smaller),
        then_clear(a_png_stays_a_png_and_is_never_enlarged),
        then_clear(a_very_narrow_picture_keeps_a_pixel),
        then_clear(an_opaque_webp_becomes_a_jpeg),
        then_clear(a_transparent_webp_becomes_a_png),
        then_clear(a_palette_png_keeps_its_transparent_colour),
        then_clear(metadata_of_a_jpeg_is_gone),
        then_clear(metadata_of_a_png_is_gone),
        then_clear(a_photo_lying_on_its_side_is_turned_upright),
        then_clear(a_nonsensical_orientation_is_ignored),
        then_clear(what_is_no_picture_is_refused),
        then_clear(a_truncated_picture_is_refused),
        then_clear(a_png_that_claims_to_be_huge_is_refused_undecoded),
        then_clear(a_jpeg_that_claims_to_be_huge_is_refused_undecoded),
        then_clear(a_jpeg_with_two_frames_is_refused),
        then_clear(a_jpeg_of_countless_scans_is_refused),
        then_clear(a_webp_that_claims_to_be_huge_is_refused_undecoded),
        then_clear(no_spoilt_byte_does_harm),
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
