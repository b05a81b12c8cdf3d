/* Pictures drawn for tests, and their files, which live until pictures_clear(). */
#pragma once

#include "picture/picture.h"
#include "support/world.h"

#include <gd.h>

enum { RED = 0xFF0000, BLUE = 0x0000FF, GREEN = 0x00FF00, WHITE = 0xFFFFFF };

struct file {
    unsigned char *bytes;
    size_t size;
};

extern struct arena pictures;
int pictures_clear(void **state);                           /* a teardown */

gdImagePtr drawing(int width, int height);                  /* corners: red, green; blue, white */
struct file drawn_jpeg(int width, int height);
struct file drawn_png(int width, int height);
struct file drawn_webp(gdImagePtr image);                   /* lossless; destroys the drawing */
struct file file_kept(void *bytes, int size);               /* frees what gd made */

struct file file_with(struct file f, size_t at, const void *bytes, size_t size);
struct file file_with_exif(struct file f, int orientation, bool is_little);     /* of a JPEG */

/* picture_clean() to 512 pixels, of a copy whose end is guarded by the sanitizer. */
enum err cleaned(struct file f, struct picture *out);
void assert_refuses(enum err expected, struct file f);
