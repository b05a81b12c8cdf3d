#include "web/files.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "web/ahead.h"
#include "web/packs.h"
#include "web/page.h"
#include "web/release.h"
#include "web/shrink.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <ulfius.h>
#include <unistd.h>

enum { FILES_MAX = 1024, FILE_MAX_BYTES = 16 << 20, RELEASE_SIZE = 24 };

static const char CONTENT_SECURITY_POLICY[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; worker-src 'self' blob:; manifest-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src 'self' blob:; "
    "require-trusted-types-for 'script'; trusted-types html";

/* The authenticator is an app of its own below this folder, and the only page with a camera. */
static const char AUTHENTICATOR[] = "/authenticator/";
static const char AUTHENTICATOR_PAGE[] = "/authenticator/index.html";
static const char PAGE[] = "/index.html";
static const char PACK[] = "/pack/";
static const char STYLES[] = "/pack/styles.css";

struct file {
    char *path;                     /* on disk; of what is made here, its name */
    struct timespec changed;
    off_t disk_size;
    char release[RELEASE_SIZE];     /* of what is made here: of which release it is */
    char etag[36];
    unsigned char *bytes, *gzip, *brotli;   /* the latter two NULL where they would not help */
    size_t size, gzip_size, brotli_size;
};

/* Files are few and never leave the table; one that changed replaces its bytes. */
static struct file files[FILES_MAX];
static int file_count;
static char release[RELEASE_SIZE];
static time_t release_at;
static struct packs *packs;         /* of the release; NULL: the app goes file by file */
static struct ahead *ahead;
static struct arena release_arena;
static pthread_mutex_t files_lock = PTHREAD_MUTEX_INITIALIZER;

static const struct { const char *tail, *media_type; bool shrinks; } types[] = {
    { ".html", "text/html; charset=utf-8", true },
    { ".js", "text/javascript; charset=utf-8", true },
    { ".mjs", "text/javascript; charset=utf-8", true },
    { ".css", "text/css; charset=utf-8", true },
    { ".json", "application/json", true },
    { ".webmanifest", "application/manifest+json", true },
    { ".svg", "image/svg+xml", true },
    { ".png", "image/png", false },
    { ".ico", "image/x-icon", false },
    { ".woff2", "font/woff2", false },
    { ".wasm", "application/wasm", true },
    { ".txt", "text/plain; charset=utf-8", true },
};

static int type_of(const char *path)
{
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (text_ends(path, types[i].tail))
            return (int)i;
    }
    return -1;
}

static void compress_file(struct file *f)
{
    free(f->gzip);
    free(f->brotli);
    f->gzip = shrink(f->bytes, f->size, SHRINK_BEST, &f->gzip_size);
    f->brotli = shrink_well(f->bytes, f->size, &f->brotli_size);
}

static bool read_bytes(int fd, struct file *f, size_t size)
{
    unsigned char *bytes = malloc(size + 1);
    if (!bytes)
        abort();
    size_t done = 0;
    while (done < size) {
        ssize_t const got = read(fd, bytes + done, size - done);
        if (got <= 0)
            break;
        done += (size_t)got;
    }
    if (done != size) {
        free(bytes);
        return false;
    }
    free(f->bytes);
    f->bytes = bytes;
    f->size = size;
    return true;
}

static void seal(struct file *f)
{
    AUTO_ARENA struct arena a = { 0 };
    snprintf(f->etag, sizeof f->etag, "\"%.32s\"", digest_hex(&a, f->bytes, f->size));
    int const type = type_of(f->path);
    if (type >= 0 && types[type].shrinks)
        compress_file(f);
}

/* What is made here instead of read. */
static void take(struct file *f, const char *text, size_t size)
{
    unsigned char *bytes = realloc(f->bytes, size + 1);
    if (!bytes)
        abort();
    f->bytes = memcpy(bytes, text, size);
    f->size = size;
    snprintf(f->release, sizeof f->release, "%s", release);
    seal(f);
}

static bool load(int fd, struct file *f, const struct stat *st)
{
    if (!read_bytes(fd, f, (size_t)st->st_size))
        return false;
    f->changed = st->st_mtim;
    f->disk_size = st->st_size;
    seal(f);
    return true;
}

static struct file *known_file(const char *path)
{
    for (int i = 0; i < file_count; i++) {
        if (strcmp(files[i].path, path) == 0)
            return &files[i];
    }
    return NULL;
}

static struct file *find_file(const char *path)
{
    struct file *known = known_file(path);
    if (known || file_count == FILES_MAX)
        return known;
    files[file_count].path = strdup(path);
    if (!files[file_count].path)
        abort();
    return &files[file_count++];
}

static bool is_as_on_disk(const struct file *f, const struct stat *st)
{
    return f->bytes && f->disk_size == st->st_size && f->changed.tv_sec == st->st_mtim.tv_sec
           && f->changed.tv_nsec == st->st_mtim.tv_nsec;
}

/* Lock held: the file as it is on disk now, or NULL. */
static struct file *fresh_file(const char *path)
{
    int const fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0)
        return NULL;
    struct file *f = NULL;
    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size <= FILE_MAX_BYTES)
        f = find_file(path);
    if (f && !is_as_on_disk(f, &st) && !load(fd, f, &st))
        f = NULL;
    close(fd);
    return f;
}

/* Lock held: looks at the folder at most once a second. */
static void renew_release(const char *folder)
{
    AUTO_ARENA struct arena a = { 0 };
    time_t const now = time(NULL);
    if (now == release_at)
        return;
    release_at = now;
    const char *name = release_name(&a, folder);
    if (strcmp(name, release) == 0)
        return;
    snprintf(release, sizeof release, "%s", name);
    packs_drop(packs);
    arena_finish(&release_arena);
    packs = packs_make(folder);
    ahead = ahead_read(&release_arena, folder);
}

/* Of what is made here: not made of another release's files. */
static bool is_present(const struct file *f)
{
    return strcmp(f->release, release) == 0;
}

/* The page's text as it is on disk, or NULL. */
static const char *page_source(struct arena *a, const char *folder)
{
    const struct file *f = fresh_file(arena_printf(a, "%s%s", folder, PAGE));
    return f ? arena_printf(a, "%.*s", (int)f->size, (const char *)f->bytes) : NULL;
}

/* Lock held: the page for a path, which asks ahead for what its route will need. */
static struct file *page_for(struct arena *a, const char *folder, const char *path)
{
    const struct ahead_line *line = packs ? ahead_for(ahead, path) : NULL;
    struct file *f = find_file(arena_printf(a, "%s%s", line ? line->path : "", PAGE));
    if (!f || is_present(f))
        return f;
    const char *text = page_source(a, folder);
    if (!text)
        return NULL;
    if (packs)
        text = page_with_packs(a, text, packs, line);
    size_t size;
    const char *page = release_of_page(a, text, strlen(text), release, &size);
    take(f, page, size);
    return f;
}

static char *styles_for(struct arena *a, const char *folder, const char *path, size_t *size)
{
    const char *page = page_source(a, folder);
    if (page && text_is(path, STYLES))
        return page_styles(a, folder, page, size);
    for (int i = 0; i < ahead->count; i++) {
        const struct ahead_line *line = &ahead->lines[i];
        if (text_is(path, arena_printf(a, "/pack/styles-%s.css", ahead_areas(a, line, "-"))))
            return page_area_styles(a, folder, line, size);
    }
    return NULL;
}

/* Lock held: what is put together of many files, NULL where there is no such pack. */
static struct file *pack_for(struct arena *a, const char *folder, const char *path)
{
    if (!packs)
        return NULL;
    struct file *f = known_file(path);
    if (f && is_present(f))
        return f;
    const struct pack *pack = packs_find(packs, path + strlen(PACK));
    size_t size = pack ? pack->size : 0;
    const char *text = pack ? pack->text : styles_for(a, folder, path, &size);
    f = text && size > 0 ? find_file(path) : NULL;
    if (f)
        take(f, text, size);
    return f;
}

/* The file of a path below /app, NULL for one that leads out or is hidden. The path came
 * decoded by the router once per segment, and still undecoded here: only plain names pass. */
static const char *file_of(const char *path)
{
    bool const is_plain = !strstr(path, "/.") && !strchr(path, '%') && !strchr(path, '\\')
                          && !strstr(path, "//");
    if (!is_plain)
        return NULL;
    const char *name = strrchr(path, '/');
    if (name && strchr(name, '.'))
        return path;
    return text_starts(path, AUTHENTICATOR) ? AUTHENTICATOR_PAGE : PAGE;
}

/* A browser heeds these on what it shows by itself; on scripts and styles they would weigh
 * for nothing. */
static void add_policies(struct req *r, const struct file *f)
{
    if (text_ends(f->path, ".js") || text_ends(f->path, ".css"))
        return;
    reply_header(r, "Content-Security-Policy", CONTENT_SECURITY_POLICY);
    reply_header(r, "Cross-Origin-Opener-Policy", "same-origin");
    bool const has_camera = text_ends(f->path, AUTHENTICATOR_PAGE);
    reply_header(r, "Permissions-Policy", has_camera
                 ? "camera=(self), microphone=(), geolocation=()"
                 : "camera=(), microphone=(), geolocation=()");
}

static enum err send_file(struct req *r, const struct file *f, bool is_lasting)
{
    int const type = type_of(f->path);
    reply_header(r, "ETag", f->etag);
    reply_header(r, "Cache-Control", is_lasting ? "max-age=31536000, immutable" : "no-cache");
    reply_header(r, "Vary", "Accept-Encoding");
    add_policies(r, f);
    const char *known = in_header(r, "If-None-Match");
    if (known && strstr(known, f->etag)) {
        r->status = 304;
        return ulfius_set_empty_body_response(r->out, 304) == U_OK ? OK : INTERNAL;
    }
    const char *media_type = type < 0 ? "application/octet-stream" : types[type].media_type;
    if (f->brotli && shrink_well_is_wanted(r)) {
        reply_header(r, "Content-Encoding", "br");
        return reply_bytes(r, media_type, f->brotli, f->brotli_size);
    }
    if (!f->gzip || !shrink_is_wanted(r))
        return reply_bytes(r, media_type, f->bytes, f->size);
    reply_header(r, "Content-Encoding", "gzip");
    return reply_bytes(r, media_type, f->gzip, f->gzip_size);
}

static enum err redirect(struct req *r, const char *path)
{
    reply_header(r, "Location", path);
    return reply_text(r, 302, "text/plain", "");
}

/* Lock held. A file asked for below the present release lasts: another would have another name. A
 * pack of another release is none of this one's: their modules differ. */
static enum err send_path(struct req *r, const char *path)
{
    const char *folder = r->app->config->webapp_dir, *below = release_below(path);
    const char *name = file_of(below);
    if (!name)
        return NOT_FOUND;
    bool const is_page = strcmp(name, PAGE) == 0;
    if (is_page || below != path)
        renew_release(folder);
    bool const is_lasting = below != path && strncmp(path + 1, release, strlen(release)) == 0;
    const struct file *f;
    if (is_page)
        f = page_for(&r->arena, folder, below);
    else if (text_starts(name, PACK))
        f = is_lasting ? pack_for(&r->arena, folder, name) : NULL;
    else
        f = fresh_file(arena_printf(&r->arena, "%s%s", folder, name));
    return f ? send_file(r, f, is_lasting && !is_page) : NOT_FOUND;
}

enum err webapp_get(struct req *r)
{
    if (!*r->app->config->webapp_dir)
        return NOT_FOUND;
    if (text_is(r->http->url_path, "/app/authenticator"))
        return redirect(r, "/app/authenticator/");
    pthread_mutex_lock(&files_lock);
    enum err const e = send_path(r, r->http->url_path + strlen("/app"));
    pthread_mutex_unlock(&files_lock);
    return e;
}

enum err webapp_redirect(struct req *r)
{
    if (!*r->app->config->webapp_dir)
        return NOT_FOUND;
    return redirect(r, "/app/");
}
