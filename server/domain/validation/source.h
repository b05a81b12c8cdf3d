/* Source: where a spec comes from once it is asked for. It is compiled by the first who needs it,
 * which may take a while, and kept by the source from then on. Counted; any thread may use it. */
#pragma once

#include "base/err.h"
#include "domain/validation/spec.h"

struct spec_source;

enum { SPEC_SUBJECT_MAX = 63 };

/* Compiles the spec of a subject (a version's id); held once for who asked. */
typedef enum err spec_load_fn(void *context, const char *subject, struct spec **out);

/* Held once. The context outlives it. */
struct spec_source *spec_source_new(spec_load_fn *load, void *context, const char *subject);
struct spec_source *spec_source_take(struct spec_source *source);
void spec_source_give(struct spec_source *source);      /* accepts NULL */

/* The spec, as long as the source is held; NULL: not loaded yet. Waits for nothing. */
const struct spec *spec_source_look(struct spec_source *source);

/* The same, loaded where it is not yet; what fails is tried again the next time. */
enum err spec_source_load(struct spec_source *source, const struct spec **out);
