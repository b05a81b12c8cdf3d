/* Files: serves the static web app from a folder, below /app.
 *
 * Each file is read once and kept, with its ETag and its forms in gzip and brotli, until it changes
 * on disk; packs.h says what is put together. A path without a file extension answers index.html,
 * below /app/authenticator/ that app's own: the page's router takes it from there. */
#pragma once

#include "web/req.h"

handler webapp_get;                 /* GET /app/ and below */
handler webapp_redirect;            /* GET / */
