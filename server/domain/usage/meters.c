#include "domain/usage/meters.h"

static const int64_t steps_us[METER_STEPS - 1] = {
    500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000,
    10000000,
};

static void times_add(struct meter_times *times, int64_t us)
{
    unsigned step = 0;
    while (step < METER_STEPS - 1 && us > steps_us[step])
        step++;
    count_up(&times->steps[step], 1);
    count_up(&times->sum_us, us > 0 ? (uint64_t)us : 0);
}

void meters_add(struct usage_meters *m, const struct usage_call *call)
{
    unsigned const environment = call->pass->environment;
    unsigned const class = call->status / 100;
    count_up(&m->calls[environment][class < METER_CLASSES ? class : 0][call->outcome], 1);
    times_add(&m->durations[environment], call->duration_us);
    if (call->upstream_us >= 0)
        times_add(&m->upstreams[environment], call->upstream_us);
}

void meters_merge(struct usage_meters *into, const struct usage_meters *from)
{
    const _Atomic uint64_t *source = (const _Atomic uint64_t *)from;
    _Atomic uint64_t *sum = (_Atomic uint64_t *)into;
    for (size_t i = 0; i < sizeof *into / sizeof *sum; i++)
        count_up(&sum[i], atomic_load_explicit(&source[i], memory_order_relaxed));
}

static const char *environment_name(unsigned environment)
{
    return environment < KEY_ENVIRONMENTS ? key_environment_name(environment) : "none";
}

static void print_calls(const struct usage_meters *m, unsigned environment, FILE *out)
{
    static const char *const classes[METER_CLASSES] = { "other", "1xx", "2xx", "3xx", "4xx",
                                                        "5xx" };
    static const char *const outcomes[USAGE_OUTCOMES] = { "passed", "refused", "failed",
                                                          "cancelled" };
    for (int class = 0; class < METER_CLASSES; class++) {
        for (int outcome = 0; outcome < USAGE_OUTCOMES; outcome++) {
            uint64_t const count = m->calls[environment][class][outcome];
            if (count == 0)
                continue;
            fprintf(out, "simpul_gateway_calls_total{environment=\"%s\",status=\"%s\","
                         "outcome=\"%s\"} %llu\n", environment_name(environment),
                    classes[class], outcomes[outcome], (unsigned long long)count);
        }
    }
}

static void print_times(const char *name, const struct meter_times *times,
                        const char *environment, FILE *out)
{
    uint64_t count = 0;
    for (int i = 0; i < METER_STEPS - 1; i++) {
        count += times->steps[i];
        fprintf(out, "%s_bucket{environment=\"%s\",le=\"%g\"} %llu\n", name, environment,
                (double)steps_us[i] / 1e6, (unsigned long long)count);
    }
    count += times->steps[METER_STEPS - 1];
    fprintf(out, "%s_bucket{environment=\"%s\",le=\"+Inf\"} %llu\n"
                 "%s_sum{environment=\"%s\"} %.6f\n%s_count{environment=\"%s\"} %llu\n",
            name, environment, (unsigned long long)count, name, environment,
            (double)times->sum_us / 1e6, name, environment, (unsigned long long)count);
}

void meters_print(const struct usage_meters *m, FILE *out)
{
    static const char durations[] = "simpul_gateway_call_seconds";
    static const char upstreams[] = "simpul_gateway_upstream_seconds";
    fprintf(out, "# TYPE simpul_gateway_calls_total counter\n");
    for (unsigned i = 0; i < METER_ENVIRONMENTS; i++)
        print_calls(m, i, out);
    fprintf(out, "# TYPE %s histogram\n", durations);
    for (unsigned i = 0; i < METER_ENVIRONMENTS; i++)
        print_times(durations, &m->durations[i], environment_name(i), out);
    fprintf(out, "# TYPE %s histogram\n", upstreams);
    for (unsigned i = 0; i < KEY_ENVIRONMENTS; i++)
        print_times(upstreams, &m->upstreams[i], environment_name(i), out);
}
