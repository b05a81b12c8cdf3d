/* Probe: what a file claims to be, read from its structure alone; nothing is decoded. For
 * picture.c only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum picture_kind { PICTURE_NONE, PICTURE_JPEG, PICTURE_PNG, PICTURE_WEBP };

struct probe {
    enum picture_kind kind;
    uint32_t width, height;
    int orientation;            /* EXIF's 1 … 8; 1, upright, where it says nothing */
};

/* False unless it is a JPEG, PNG or WebP whose structure is whole to its end. */
bool probe_picture(const unsigned char *bytes, size_t size, struct probe *out);

/* Copies a whole PNG without the chunks that a picture can do without: metadata and colour
 * profiles, which the decoder would read, complain about, and throw away. *size is the length of
 * bytes, then that of out, which holds as many. */
void png_strip(const unsigned char *bytes, size_t *size, unsigned char *out);

/* One format each; probe_picture() has looked at the first bytes. */
bool probe_jpeg(const unsigned char *bytes, size_t size, struct probe *out);
bool probe_png(const unsigned char *bytes, size_t size, struct probe *out);
