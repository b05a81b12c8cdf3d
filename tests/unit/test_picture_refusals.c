/* Files that are no pictures, or are spoilt on purpose. */
#include "support/pictures.h"

#include <string.h>
#include <zlib.h>

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    const char *const texts[] = {
        "", "x", "\xFF\xD8\xFF", "\xFF\xD8\xFF\xD9", "%PDF-1.7 ...", "GIF89a..............",
        "<svg xmlns='http://www.w3.org/2000/svg'/>", "RIFF....WEBP", "\x89PNG\r\n\x1A\n",
        "RIFF\x16...WEBPVP8X..........................",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_refuses(UNSUPPORTED_MEDIA, (struct file){ (unsigned char *)texts[i],
                                                         strlen(texts[i]) });
}

static void assert_refuses_when_cut(struct file f, size_t step)
{
    for (size_t size = 0; size < f.size; size += step)
        assert_refuses(UNSUPPORTED_MEDIA, (struct file){ f.bytes, size });
    assert_refuses(UNSUPPORTED_MEDIA, (struct file){ f.bytes, f.size - 1 });
}

static void a_truncated_picture_is_refused(void **state)
{
    (void)state;
    assert_refuses_when_cut(drawn_jpeg(80, 60), 7);
    assert_refuses_when_cut(file_with_exif(drawn_jpeg(80, 60), 6, true), 7);
    assert_refuses_when_cut(drawn_png(80, 60), 7);
    assert_refuses_when_cut(drawn_webp(drawing(80, 60)), 3);
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
    struct file const f = drawn_png(10, 10);
    uint32_t const sizes[][2] = { { 50000, 50000 }, { 6325, 6325 }, { 1, 40000000 },
                                  { 0x7FFFFFFF, 0x7FFFFFFF }, { 20001, 1 } };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        set_png_size(f, sizes[i][0], sizes[i][1]);
        assert_refuses(TOO_LARGE, f);
    }
    set_png_size(f, 0, 10);
    assert_refuses(UNSUPPORTED_MEDIA, f);
    set_png_size(f, 3000, 3000);                        /* believable, but the rows are missing */
    assert_refuses(UNSUPPORTED_MEDIA, f);
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
    struct file const f = drawn_jpeg(16, 16);
    memcpy(frame_of(f) + 5, "\x50\x00\x50\x00", 4);
    assert_refuses(TOO_LARGE, f);
    memcpy(frame_of(f) + 5, "\x00\x00\x00\x10", 4);
    assert_refuses(UNSUPPORTED_MEDIA, f);
}

static void a_jpeg_with_two_frames_is_refused(void **state)
{
    (void)state;
    struct file const f = drawn_jpeg(16, 16);
    unsigned char second[19];
    memcpy(second, frame_of(f), sizeof second);
    memset(second + 5, 0xFF, 4);
    assert_refuses(UNSUPPORTED_MEDIA, file_with(f, (size_t)(frame_of(f) - f.bytes) + 19, second,
                                             sizeof second));
}

static void a_jpeg_of_countless_scans_is_refused(void **state)
{
    (void)state;
    struct file f = drawn_jpeg(16, 16);
    for (int i = 0; i < 40; i++)
        f = file_with(f, f.size - 2, "\xFF\xDA\0\x08\x01\x01\0\x01\x3F\0", 10);
    assert_refuses(UNSUPPORTED_MEDIA, f);
}

static void a_webp_that_claims_to_be_huge_is_refused_undecoded(void **state)
{
    (void)state;
    struct file const f = drawn_webp(drawing(16, 16));
    assert_non_null(memmem(f.bytes, 16, "VP8L", 4));
    memcpy(f.bytes + 21, "\xFF\xFF\xFF\x0F", 4);
    assert_refuses(TOO_LARGE, f);
    static const unsigned char extended[] = "RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0"
                                            "\xFF\xFF\x00\xFF\xFF\x00";
    assert_refuses(TOO_LARGE, (struct file){ (unsigned char *)extended, sizeof extended - 1 });
}

static void no_spoilt_byte_does_harm(void **state)
{
    (void)state;
    struct file const files[] = { file_with_exif(drawn_jpeg(48, 32), 6, false), drawn_png(48, 32),
                                  drawn_webp(drawing(48, 32)) };
    unsigned seed = 1;
    for (int round = 0; round < 3000; round++) {
        struct file f = files[round % 3];
        size_t const at = (seed = seed * 1103515245 + 12345) % f.size;
        unsigned char const was = f.bytes[at];
        f.bytes[at] ^= (unsigned char)(1 + (seed >> 16) % 255);
        struct picture p;
        enum err const e = cleaned(f, &p);
        assert_true(e == OK || e == UNSUPPORTED_MEDIA || e == TOO_LARGE);
        f.bytes[at] = was;
    }
}

#define then_clear(test) cmocka_unit_test_teardown(test, pictures_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        then_clear(what_is_no_picture_is_refused),
        then_clear(a_truncated_picture_is_refused),
        then_clear(a_png_that_claims_to_be_huge_is_refused_undecoded),
        then_clear(a_jpeg_that_claims_to_be_huge_is_refused_undecoded),
        then_clear(a_jpeg_with_two_frames_is_refused),
        then_clear(a_jpeg_of_countless_scans_is_refused),
        then_clear(a_webp_that_claims_to_be_huge_is_refused_undecoded),
        then_clear(no_spoilt_byte_does_harm),
    };
    return cmocka_run_group_tests_name("picture refusals", tests, NULL, NULL);
}
