/* Request targets: what is let through leads nowhere else, and reads the same a second time. */
#include "fuzz.h"

#include "gateway/admission.h"

static void check_segment(const char *text, size_t size)
{
    assert(!memchr(text, '\\', size) && !memchr(text, '\0', size) && !memchr(text, ' ', size));
    for (size_t i = 0; i + 2 < size; i++)
        assert(!(text[i] == '%' && text[i + 1] == '2' && (text[i + 2] | 0x20) == 'f'));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    char *target = fuzz_text(&a, bytes, size);
    struct path path, again;
    if (path_read(target, size, &path) != OK)
        return 0;
    check_segment(path.environment, path.environment_size);
    check_segment(path.slug, path.slug_size);
    check_segment(path.rest, path.rest_size);
    assert(!memchr(path.slug, '/', path.slug_size));
    assert(path.rest_size == 0 || path.rest[0] == '/');
    assert(path.query_size == 0 || path.query[0] == '?');

    char *copy = arena_printf(&a, "/%.*s/%.*s%.*s", (int)path.environment_size, path.environment,
                              (int)path.slug_size, path.slug, (int)path.rest_size, path.rest);
    char *kept = arena_copy(&a, copy);
    assert(path_read(copy, strlen(copy), &again) == OK && strcmp(copy, kept) == 0);
    return 0;
}
