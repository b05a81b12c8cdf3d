#include "domain/usage/past.h"

#include "domain/usage/rows.h"
#include "domain/usage/series.h"

enum { OWN_SHARE_US = 300 };            /* what a call takes beside its upstream */

static void sums_fill(const struct usage_past *p, struct usage_sums *sums)
{
    for (int i = 0; i < p->calls; i++) {
        int64_t const whole = p->durations_us[i];
        int64_t const upstream = whole > OWN_SHARE_US ? whole - OWN_SHARE_US : 0;
        sums->calls++;
        sums->duration_us += whole;
        histogram_add(&sums->durations, histogram_bucket(whole), 1);
        if (!p->is_answered)
            continue;
        sums->upstream_calls++;
        sums->upstream_us += upstream;
        histogram_add(&sums->upstreams, histogram_bucket(upstream), 1);
    }
}

enum err usage_past_add(struct db *tx, const struct usage_past *p)
{
    AUTO_ARENA struct arena a = { 0 };
    struct usage_sums *sums = ARENA_NEW(&a, struct usage_sums);
    struct series_name const name = {
        .publisher_id = p->publisher_id, .bundle_id = p->bundle_id, .endpoint = p->endpoint,
        .key_id = p->key_id, .account_id = p->account_id, .environment = p->environment,
        .status = p->status,
    };
    int64_t id = 0;
    sums_fill(p, sums);
    TRY(series_of(tx, &name, p->at, &id));
    TRY(sums_add(tx, USAGE_HOUR, level_start(USAGE_HOUR, p->at), id, sums));
    return sums_add(tx, USAGE_DAY, level_start(USAGE_DAY, p->at), id, sums);
}
