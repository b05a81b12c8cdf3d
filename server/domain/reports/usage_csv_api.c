#include "domain/reports/usage_csv_api.h"

#include "base/csv.h"
#include "base/text.h"
#include "domain/reports/usage_names_api.h"

#include <string.h>

#define FIGURES                                                                              \
    "calls,errors,calls_2xx,calls_3xx,calls_4xx,calls_5xx,p50_ms,p95_ms,p99_ms,"             \
    "upstream_p50_ms,upstream_p95_ms\r\n"

/* Nothing where there is none. */
static const char *ms_text(struct arena *a, int64_t us)
{
    return us < 0 ? "" : arena_printf(a, "%.3f", (double)us / 1000);
}

static const char *figures_text(struct arena *a, const struct usage_figures *f)
{
    return arena_printf(a, "%lld,%lld,%lld,%lld,%lld,%lld,%s,%s,%s,%s,%s\r\n",
                        (long long)f->calls, (long long)f->errors,
                        (long long)f->by_class[USAGE_2XX], (long long)f->by_class[USAGE_3XX],
                        (long long)f->by_class[USAGE_4XX], (long long)f->by_class[USAGE_5XX],
                        ms_text(a, f->p50_us), ms_text(a, f->p95_us), ms_text(a, f->p99_us),
                        ms_text(a, f->upstream_p50_us), ms_text(a, f->upstream_p95_us));
}

static const char *joined(struct arena *a, const char *head, const char *const *lines, int count)
{
    size_t size = strlen(head) + 1;
    for (int i = 0; i < count; i++)
        size += strlen(lines[i]);
    char *out = arena_alloc(a, size), *at = stpcpy(out, head);
    for (int i = 0; i < count; i++)
        at = stpcpy(at, lines[i]);
    return out;
}

const char *series_csv(struct arena *a, const struct usage_series *s)
{
    const char **lines = arena_alloc(a, (size_t)(s->count + 1) * sizeof *lines);
    for (int i = 0; i < s->count; i++)
        lines[i] = arena_printf(a, "%s,%s", time_rfc3339(a, s->points[i].at),
                                figures_text(a, &s->points[i].figures));
    return joined(a, "at," FIGURES, lines, s->count);
}

static const char *group_line(struct req *r, enum usage_by by, const struct usage_group *g,
                              bool is_staff)
{
    struct arena *a = &r->arena;
    struct group_names const n = group_names_of(r, by, g, is_staff);
    const char *of = n.bundle ? n.bundle : n.account ? n.account : n.institution;
    return arena_printf(a, "%s,%s,%s,%s", csv_cell(a, n.id), csv_cell(a, n.name ? n.name : ""),
                        csv_cell(a, of ? of : ""), figures_text(a, &g->figures));
}

const char *groups_csv(struct req *r, enum usage_by by, const struct usage_groups *g,
                       bool is_staff)
{
    const char **lines = arena_alloc(&r->arena, (size_t)(g->count + 1) * sizeof *lines);
    for (int i = 0; i < g->count; i++)
        lines[i] = group_line(r, by, &g->items[i], is_staff);
    return joined(&r->arena, "id,name,of," FIGURES, lines, g->count);
}
