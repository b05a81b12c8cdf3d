#include "web/release.h"

#include "crypto/digest.h"

#include <sys/stat.h>
#include <sys/types.h>

#include <fts.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { NAME_SIZE = 18, PREFIX_SIZE = 1 + NAME_SIZE + 1 };   /* "/v-0123456789abcdef/" */

static int by_name(const FTSENT **one, const FTSENT **other)
{
    return strcmp((*one)->fts_name, (*other)->fts_name);
}

static void add_file(struct digest *d, const char *name, const struct stat *st)
{
    int64_t const facts[] = { st->st_size, st->st_mtim.tv_sec, st->st_mtim.tv_nsec };
    digest_add(d, name, strlen(name) + 1);
    digest_add(d, facts, sizeof facts);
}

char *release_name(struct arena *a, const char *folder)
{
    unsigned char sum[DIGEST_BYTES];
    char *roots[] = { arena_copy(a, folder), NULL };
    AUTO_DIGEST struct digest d = digest_begin();
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    for (FTSENT *one; tree && (one = fts_read(tree));) {
        if (one->fts_info == FTS_F)
            add_file(&d, one->fts_path + strlen(folder), one->fts_statp);
    }
    if (tree)
        fts_close(tree);
    digest_end(&d, sum);
    return arena_printf(a, "v-%02x%02x%02x%02x%02x%02x%02x%02x", sum[0], sum[1], sum[2], sum[3],
                        sum[4], sum[5], sum[6], sum[7]);
}

const char *release_below(const char *path)
{
    bool const is_release = strncmp(path, "/v-", 3) == 0
                            && strspn(path + 3, "0123456789abcdef") == NAME_SIZE - 2
                            && path[PREFIX_SIZE - 1] == '/';
    return is_release ? path + PREFIX_SIZE - 1 : path;
}

char *release_of_page(struct arena *a, const char *text, size_t size, const char *release,
                      size_t *out_size)
{
    static const char BASE[] = "\"/app/";
    enum { BASE_SIZE = sizeof BASE - 1 };
    char *page = arena_alloc(a, size + (size / BASE_SIZE + 1) * (NAME_SIZE + 1));
    char *to = page;
    const char *at = text, *const end = text + size;
    for (const char *hit; (hit = memmem(at, (size_t)(end - at), BASE, BASE_SIZE));) {
        to = mempcpy(to, at, (size_t)(hit - at) + BASE_SIZE);
        to = mempcpy(to, release, strlen(release));
        *to++ = '/';
        at = hit + BASE_SIZE;
    }
    to = mempcpy(to, at, (size_t)(end - at));
    *out_size = (size_t)(to - page);
    return page;
}
