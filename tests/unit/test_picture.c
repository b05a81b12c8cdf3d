/* What becomes of good pictures. */
#include "support/pictures.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

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
    assert_ok(cleaned(drawn_jpeg(1600, 900), &p));
    assert_string_equal("image/jpeg", p.mime);
    assert_int_equal(512, p.width);
    assert_int_equal(288, p.height);
    assert_corners(&p, upright);
}

static void a_png_stays_a_png_and_is_never_enlarged(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(cleaned(drawn_png(200, 100), &p));
    assert_string_equal("image/png", p.mime);
    assert_int_equal(200, p.width);
    assert_int_equal(100, p.height);
    assert_corners(&p, upright);
}

static void a_very_narrow_picture_keeps_a_pixel(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(cleaned(drawn_png(2, 6000), &p));
    assert_int_equal(1, p.width);
    assert_int_equal(512, p.height);
}

static void an_opaque_webp_becomes_a_jpeg(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(cleaned(drawn_webp(drawing(600, 600)), &p));
    assert_string_equal("image/jpeg", p.mime);
    assert_int_equal(512, p.width);
    assert_corners(&p, upright);
}

static gdImagePtr draw_with_a_hole(void)
{
    gdImagePtr image = drawing(100, 100);
    gdImageAlphaBlending(image, 0);
    gdImageSaveAlpha(image, 1);
    gdImageFilledRectangle(image, 40, 40, 60, 60, gdTrueColorAlpha(255, 255, 255, 127));
    return image;
}

static void a_transparent_webp_becomes_a_png(void **state)
{
    (void)state;
    struct picture p;
    assert_ok(cleaned(drawn_webp(draw_with_a_hole()), &p));
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
    assert_ok(cleaned(file_kept(bytes, size), &p));
    assert_pixel(&p, 10, 10, RED);
    assert_hole(&p, 50, 10);
}

static void metadata_of_a_jpeg_is_gone(void **state)
{
    (void)state;
    struct file f = file_with_exif(drawn_jpeg(300, 200), 1, true);
    f = file_with(f, 2, "\xFF\xFE\0\x0F" "GPS catatan!!", 17);
    f = file_with(f, f.size, "GPS behind the end", 18);
    assert_non_null(memmem(f.bytes, f.size, "Kamera Rahasia", 14));
    struct picture p;
    assert_ok(cleaned(f, &p));
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
    return file_with(f, 33, chunk, 32);
}

static void metadata_of_a_png_is_gone(void **state)
{
    (void)state;
    struct file const f = with_text_chunk(drawn_png(100, 100));
    assert_non_null(memmem(f.bytes, f.size, "GPS", 3));
    struct picture p;
    assert_ok(cleaned(f, &p));
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
        assert_ok(cleaned(file_with_exif(drawn_jpeg(320, 160), orientation, orientation % 2), &p));
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
        assert_ok(cleaned(file_with_exif(drawn_jpeg(320, 160), values[i], true), &p));
        assert_corners(&p, upright);
    }
    struct file f = file_with_exif(drawn_jpeg(320, 160), 6, true);
    memcpy(f.bytes + 16, "\xFF\xFF\xFF\xFF", 4);        /* the directory lies far away */
    assert_ok(cleaned(f, &p));
    assert_corners(&p, upright);
}

#define then_clear(test) cmocka_unit_test_teardown(test, pictures_clear)

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
    };
    return cmocka_run_group_tests_name("picture", tests, NULL, NULL);
}
