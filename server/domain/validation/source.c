#include "domain/validation/source.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct spec_source {
    _Atomic unsigned references;
    _Atomic(struct spec *) spec;
    pthread_mutex_t loading;
    spec_load_fn *load;
    void *context;
    char subject[SPEC_SUBJECT_MAX + 1];
};

struct spec_source *spec_source_new(spec_load_fn *load, void *context, const char *subject)
{
    struct spec_source *source = calloc(1, sizeof *source);
    if (!source)
        abort();
    atomic_init(&source->references, 1);
    pthread_mutex_init(&source->loading, NULL);
    source->load = load;
    source->context = context;
    snprintf(source->subject, sizeof source->subject, "%s", subject);
    return source;
}

struct spec_source *spec_source_take(struct spec_source *source)
{
    atomic_fetch_add_explicit(&source->references, 1, memory_order_relaxed);
    return source;
}

void spec_source_give(struct spec_source *source)
{
    if (!source
        || atomic_fetch_sub_explicit(&source->references, 1, memory_order_acq_rel) != 1)
        return;
    spec_free(source->spec);
    pthread_mutex_destroy(&source->loading);
    free(source);
}

const struct spec *spec_source_look(struct spec_source *source)
{
    return atomic_load_explicit(&source->spec, memory_order_acquire);
}

enum err spec_source_load(struct spec_source *source, const struct spec **out)
{
    enum err e = OK;
    pthread_mutex_lock(&source->loading);
    struct spec *spec = atomic_load_explicit(&source->spec, memory_order_acquire);
    if (!spec)
        e = source->load(source->context, source->subject, &spec);
    if (!e)
        atomic_store_explicit(&source->spec, spec, memory_order_release);
    pthread_mutex_unlock(&source->loading);
    if (!e)
        *out = spec;
    return e;
}
