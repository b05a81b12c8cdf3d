#include "picture/qr.h"

#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { QUIET = 4 };

static void print_escaped(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("<>&\"'", *text))
            fprintf(out, "&#%d;", *text);
        else
            fputc(*text, out);
    }
}

/* Dark modules beside each other become one stroke of a row. */
static void print_row(FILE *out, const QRcode *code, int y)
{
    const unsigned char *row = code->data + (size_t)y * (size_t)code->width;
    int x = 0;
    while (x < code->width) {
        int const start = x;
        while (x < code->width && row[x] & 1)
            x++;
        if (x > start)
            fprintf(out, "M%d %dh%dv1h-%dz", start + QUIET, y + QUIET, x - start, x - start);
        else
            x++;
    }
}

static void print_svg(FILE *out, const QRcode *code, const char *title)
{
    int const side = code->width + 2 * QUIET;
    fprintf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
                 "shape-rendering=\"crispEdges\"><title>", side, side);
    print_escaped(out, title);
    fprintf(out, "</title><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"", side,
            side);
    for (int y = 0; y < code->width; y++)
        print_row(out, code, y);
    fputs("\"/></svg>", out);
}

char *qr_svg(struct arena *a, const char *text, const char *title)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!code)
        return NULL;
    char *printed = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&printed, &size);
    if (!out)
        abort();
    print_svg(out, code, title);
    if (fclose(out) != 0)
        abort();
    char *svg = arena_copy(a, printed);
    explicit_bzero(printed, size);
    free(printed);
    QRcode_free(code);
    return svg;
}
