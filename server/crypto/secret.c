#include "crypto/secret.h"

#include "base/random.h"
#include "base/text.h"
#include "crypto/digest.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEX_CHARS = 2 * KEY_BYTES, FILE_BYTES_MAX = 2048 };

static const char *const purpose_infos[] = {
#define X(name, info) [name] = info,
    PURPOSES(X)
#undef X
};

struct keyring {
    size_t count;
    struct {
        uint32_t id;
        unsigned char keys[PURPOSE_COUNT][KEY_BYTES];
    } secrets[SECRETS_MAX];                 /* newest first */
};

static struct keyring ring;
static pthread_rwlock_t ring_lock = PTHREAD_RWLOCK_INITIALIZER;

static bool ring_holds(const struct keyring *k, uint32_t id)
{
    for (size_t i = 0; i < k->count; i++) {
        if (k->secrets[i].id == id)
            return true;
    }
    return false;
}

static void ring_add(struct keyring *k, uint32_t id, const unsigned char master[KEY_BYTES])
{
    size_t const at = k->count++;
    k->secrets[at].id = id;
    for (int p = 0; p < PURPOSE_COUNT; p++)
        hkdf_sha256((struct octets){ master, KEY_BYTES }, (struct octets){ 0 },
                    (struct octets){ purpose_infos[p], strlen(purpose_infos[p]) },
                    k->secrets[at].keys[p], KEY_BYTES);
}

static enum err read_line(char *line, struct keyring *out)
{
    char *hex = strchr(line, ' ');
    if (!hex || out->count == SECRETS_MAX)
        return err_because(INTERNAL, "the secret file needs 1 to %d lines of a number, a blank "
                           "and %d hex digits", SECRETS_MAX, HEX_CHARS);
    *hex++ = '\0';
    int64_t id;
    if (!text_to_int(line, 1, UINT32_MAX, &id) || ring_holds(out, (uint32_t)id))
        return err_because(INTERNAL, "a line of the secret file lacks a number of its own");
    unsigned char master[KEY_BYTES];
    bool const is_whole = hex_decode(hex, master, sizeof master);
    if (is_whole)
        ring_add(out, (uint32_t)id, master);
    explicit_bzero(master, sizeof master);
    return is_whole ? OK : err_because(INTERNAL, "secret %s is not %d hex digits", line, HEX_CHARS);
}

static enum err read_lines(char *text, struct keyring *out)
{
    char *rest = text;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        if (*line)
            TRY(read_line(line, out));
    }
    return out->count ? OK : err_because(INTERNAL, "the secret file is empty");
}

static void ring_replace(const struct keyring *k)
{
    pthread_rwlock_wrlock(&ring_lock);
    ring = *k;
    pthread_rwlock_unlock(&ring_lock);
}

enum err secret_use(const char *text)
{
    char copy[FILE_BYTES_MAX + 1];
    size_t const size = strlen(text);
    if (size > FILE_BYTES_MAX)
        return err_because(INTERNAL, "the secret file is longer than %d bytes", FILE_BYTES_MAX);
    memcpy(copy, text, size + 1);
    struct keyring read = { 0 };
    enum err const e = read_lines(copy, &read);
    if (!e)
        ring_replace(&read);
    explicit_bzero(copy, sizeof copy);
    explicit_bzero(&read, sizeof read);
    return e;
}

static void write_new(int file)
{
    unsigned char master[KEY_BYTES];
    random_bytes(master, sizeof master);
    AUTO_ARENA struct arena a = { 0 };
    char *hex = hex_encode(&a, master, sizeof master);
    dprintf(file, "1 %s\n", hex);
    explicit_bzero(hex, HEX_CHARS);
    explicit_bzero(master, sizeof master);
}

static void sync_folder_of(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) + 1 : 1,
             slash ? path : ".");
    int const file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0)
        return;
    fsync(file);
    close(file);
}

/* Written whole under another name, then linked: it appears complete or not at all, and link()
 * lets exactly one of several starts win. */
static enum err create_file(const char *path)
{
    char draft[PATH_MAX];
    if (snprintf(draft, sizeof draft, "%s.XXXXXX", path) >= (int)sizeof draft)
        return err_because(INTERNAL, "%s: the path is too long", path);
    int const file = mkostemp(draft, O_CLOEXEC);
    if (file < 0)
        return err_because(INTERNAL, "%s cannot be created: %s", path, strerror(errno));
    write_new(file);
    struct stat s;
    bool const is_whole = fstat(file, &s) == 0 && s.st_size == HEX_CHARS + 3 && fsync(file) == 0;
    bool const stands = is_whole && (link(draft, path) == 0 || errno == EEXIST);
    int const why = errno;
    close(file);
    unlink(draft);
    sync_folder_of(path);
    return stands ? OK : err_because(INTERNAL, "%s cannot be written: %s", path, strerror(why));
}

static enum err check_mode(int file, const char *path)
{
    struct stat s;
    if (fstat(file, &s) != 0 || !S_ISREG(s.st_mode))
        return err_because(INTERNAL, "%s is no file", path);
    if (s.st_mode & (S_IRWXG | S_IRWXO))
        return err_because(INTERNAL, "%s may be read by others: chmod 600 %s", path, path);
    return OK;
}

static enum err read_file(int file, const char *path)
{
    TRY(check_mode(file, path));
    char text[FILE_BYTES_MAX + 2];
    size_t size = 0;
    ssize_t got = 0;
    while (size < sizeof text - 1 && (got = read(file, text + size, sizeof text - 1 - size)) > 0)
        size += (size_t)got;
    text[size] = '\0';
    enum err const e = got < 0 ? err_because(INTERNAL, "%s: %s", path, strerror(errno))
                               : secret_use(text);
    explicit_bzero(text, sizeof text);
    return e;
}

enum err secret_open(const char *path, bool create)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT && create) {
        TRY(create_file(path));
        file = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (file < 0)
        return err_because(INTERNAL, "%s: %s", path, strerror(errno));
    enum err const e = read_file(file, path);
    close(file);
    return e;
}

void secret_close(void)
{
    pthread_rwlock_wrlock(&ring_lock);
    explicit_bzero(&ring, sizeof ring);
    pthread_rwlock_unlock(&ring_lock);
}

static void copy_key(size_t at, enum purpose purpose, struct key *out)
{
    out->id = ring.secrets[at].id;
    memcpy(out->bytes, ring.secrets[at].keys[purpose], KEY_BYTES);
}

bool key_at(enum purpose purpose, size_t index, struct key *out)
{
    pthread_rwlock_rdlock(&ring_lock);
    bool const exists = index < ring.count;
    if (exists)
        copy_key(index, purpose, out);
    pthread_rwlock_unlock(&ring_lock);
    return exists;
}

struct key key_newest(enum purpose purpose)
{
    struct key key = { 0 };
    bool const is_open = key_at(purpose, 0, &key);
    assert(is_open);
    return key;
}

bool key_find(enum purpose purpose, uint32_t id, struct key *out)
{
    bool found = false;
    pthread_rwlock_rdlock(&ring_lock);
    for (size_t i = 0; i < ring.count && !found; i++) {
        found = ring.secrets[i].id == id;
        if (found)
            copy_key(i, purpose, out);
    }
    pthread_rwlock_unlock(&ring_lock);
    return found;
}

void key_wipe(struct key *key)
{
    explicit_bzero(key, sizeof *key);
}
