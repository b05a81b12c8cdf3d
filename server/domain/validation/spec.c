#include "domain/validation/spec.h"

#include "base/index.h"
#include "domain/validation/compile.h"
#include "domain/validation/pattern.h"

#include <stdlib.h>
#include <string.h>

struct spec {
    struct arena arena;
    json_t *kept;
    struct pattern **patterns;
    size_t pattern_count;
    struct operation *operations;
    struct index by_name;
};

struct spec *spec_new(const struct endpoint *endpoints, int endpoint_count,
                      const struct schema *schemas, int schema_count)
{
    struct spec *spec = calloc(1, sizeof *spec);
    if (!spec)
        abort();
    json_auto_t *places = json_object();
    spec->kept = json_array();
    struct compiling c = { .a = &spec->arena, .kept = spec->kept, .places = places };
    compile_components(&c, schemas, schema_count);
    spec->operations =
        arena_alloc(&spec->arena, ((size_t)endpoint_count + 1) * sizeof *spec->operations);
    for (int i = 0; i < endpoint_count; i++) {
        struct operation *op = &spec->operations[i];
        compile_operation(&c, &endpoints[i], op);
        index_add(&spec->by_name, index_hash(op->name, strlen(op->name)), (uint32_t)i);
    }
    spec->patterns = c.patterns;
    spec->pattern_count = c.pattern_count;
    return spec;
}

void spec_free(struct spec *spec)
{
    if (!spec)
        return;
    for (size_t i = 0; i < spec->pattern_count; i++)
        pattern_free(spec->patterns[i]);
    free(spec->patterns);
    index_finish(&spec->by_name);
    json_decref(spec->kept);
    arena_finish(&spec->arena);
    free(spec);
}

struct wanted {
    const struct spec *spec;
    const char *name;
};

static bool is_operation(const void *wanted, uint32_t row)
{
    const struct wanted *w = wanted;
    return strcmp(w->spec->operations[row].name, w->name) == 0;
}

const struct operation *spec_operation(const struct spec *spec, const char *name)
{
    struct wanted const w = { spec, name };
    uint32_t const row = index_find(&spec->by_name, index_hash(name, strlen(name)), is_operation,
                                    &w);
    return row == INDEX_NONE ? NULL : &spec->operations[row];
}
