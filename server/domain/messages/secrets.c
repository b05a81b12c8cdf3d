#include "domain/messages/secrets.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRETS_KEPT = 32, NAME_MAX_BYTES = 64, VALUE_MAX_BYTES = 4096 };

static struct {
    const char *folder;
    int count;
    struct {
        char name[NAME_MAX_BYTES], value[VALUE_MAX_BYTES];
    } items[SECRETS_KEPT];
} kept;

void provider_secrets_close(void)
{
    explicit_bzero(&kept, sizeof kept);
}

void provider_secrets_open(const char *folder)
{
    provider_secrets_close();
    kept.folder = folder;
}

bool provider_secret_name_is_sound(const char *name)
{
    size_t const size = strlen(name);
    return size > 0 && size < NAME_MAX_BYTES
           && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == size;
}

/* Without the line's end; a secret has no other control character. */
static enum err check(const char *where, char *value)
{
    value[strcspn(value, "\r\n")] = '\0';
    if (!*value || !text_is_visible(value, false))
        return err_because(BAD_INPUT, "the secret %s is empty, or no line of text", where);
    return OK;
}

static enum err read_open_file(int file, const char *path, char value[VALUE_MAX_BYTES])
{
    struct stat s;
    if (fstat(file, &s) != 0 || !S_ISREG(s.st_mode))
        return err_because(BAD_INPUT, "%s is no file", path);
    if (s.st_mode & (S_IWGRP | S_IRWXO))
        return err_because(BAD_INPUT, "%s may be read or changed by others: chmod 640 it", path);
    ssize_t const size = read(file, value, VALUE_MAX_BYTES - 1);
    if (size < 0)
        return err_because(BAD_INPUT, "cannot read %s: %s", path, strerror(errno));
    value[size] = '\0';
    return check(path, value);
}

static enum err read_file(const char *name, char value[VALUE_MAX_BYTES])
{
    AUTO_ARENA struct arena a = { 0 };
    if (!kept.folder)
        return NOT_FOUND;
    const char *path = arena_printf(&a, "%s/%s", kept.folder, name);
    int const file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return NOT_FOUND;
    if (file < 0)
        return err_because(BAD_INPUT, "cannot read %s: %s", path, strerror(errno));
    enum err const e = read_open_file(file, path, value);
    close(file);
    return e;
}

static char upper(char c)
{
    return c == '-' ? '_' : c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static enum err read_environment(const char *name, char value[VALUE_MAX_BYTES])
{
    char variable[NAME_MAX_BYTES];
    size_t i = 0;
    for (; name[i]; i++)
        variable[i] = upper(name[i]);
    variable[i] = '\0';
    const char *found = getenv(variable);
    if (!found)
        return err_because(NOT_FOUND, "no secret %s: neither the file %s/%s nor the variable %s",
                           name, kept.folder ? kept.folder : "", name, variable);
    if (strlen(found) >= VALUE_MAX_BYTES)
        return err_because(BAD_INPUT, "the variable %s is too long", variable);
    memcpy(value, found, strlen(found) + 1);
    return check(variable, value);
}

enum err provider_secret(const char *name, const char **out)
{
    for (int i = 0; i < kept.count; i++) {
        if (text_is(kept.items[i].name, name)) {
            *out = kept.items[i].value;
            return OK;
        }
    }
    if (!provider_secret_name_is_sound(name) || kept.count == SECRETS_KEPT)
        return err_because(BAD_INPUT, "'%s' is no name of a secret, or one too many", name);
    char *value = kept.items[kept.count].value;
    enum err e = read_file(name, value);
    if (e == NOT_FOUND)
        e = read_environment(name, value);
    TRY(e);
    memcpy(kept.items[kept.count].name, name, strlen(name) + 1);
    kept.count++;
    *out = value;
    return OK;
}
