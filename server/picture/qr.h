/* QR: a text as a QR code, drawn as SVG. Only qr.c includes qrencode.h.
 *
 * Source: ISO/IEC 18004; error correction M, a quiet zone of four modules. */
#pragma once

#include "base/arena.h"

/* One <svg> element without style or script, black on white whatever the page's colours, named by
 * its title. NULL for a text that no code can hold. */
char *qr_svg(struct arena *a, const char *text, const char *title);
