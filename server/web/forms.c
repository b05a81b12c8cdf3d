/* Ulfius keeps every value of a form in memory, from anybody and without end; it has no setting
 * for all of them together. What makes it a form's reader is therefore ours (a program's own
 * symbols come before a library's): each value is counted on its way, and what is too much goes
 * no further. Uploaded files have bounds of their own. */
#include "web/forms.h"

#include <dlfcn.h>
#include <microhttpd.h>
#include <stddef.h>
#include <string.h>

enum { FORM_MAX_BYTES = 1024 * 1024, FORM_MAX_VALUES = 256 };

typedef struct MHD_PostProcessor *maker(struct MHD_Connection *connection, size_t buffer_size,
                                        MHD_PostDataIterator take, void *context);

static _Thread_local struct {
    MHD_PostDataIterator take;
    size_t values, bytes;
} form;

static bool is_too_large(void)
{
    return form.values > FORM_MAX_VALUES || form.bytes > FORM_MAX_BYTES;
}

/* libmicrohttpd gives the form. NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result count(void *context, enum MHD_ValueKind kind, const char *name,
                             const char *file_name, const char *media_type,
                             const char *encoding, const char *data, uint64_t offset, size_t size)
{
    bool const is_kept = !file_name || (media_type && strncmp(media_type, "application/json", 16)
                                                      == 0);
    if (is_kept && offset == 0) {
        form.values++;
        form.bytes += name ? strlen(name) : 0;
    }
    if (is_kept && (!file_name || offset < PART_MAX_BYTES))
        form.bytes += size;
    if (is_kept && is_too_large())
        return MHD_YES;
    return form.take(context, kind, name, file_name, media_type, encoding, data, offset, size);
}

__attribute__((visibility("default")))
struct MHD_PostProcessor *MHD_create_post_processor(struct MHD_Connection *connection,
                                                    size_t buffer_size,
                                                    MHD_PostDataIterator take, void *context)
{
    void *const found = dlsym(RTLD_NEXT, "MHD_create_post_processor");
    maker *make = NULL;
    memcpy(&make, &found, sizeof make);
    form_forget();
    form.take = take;
    return make ? make(connection, buffer_size, count, context) : NULL;
}

bool form_is_too_large(void)
{
    return is_too_large();
}

void form_forget(void)
{
    memset(&form, 0, sizeof form);
}
