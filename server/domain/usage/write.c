#include "domain/usage/write.h"

#include "domain/usage/rows.h"
#include "domain/usage/series.h"
#include "store/db.h"

static enum err series_of_tally(struct db *tx, const struct tally *t,
                                const struct tally_name *name, int64_t at, int64_t *out)
{
    const struct tally_key *key = &t->keys[name->key];
    struct access_names names;
    access_names(name->bundle, name->endpoint, &names);
    struct series_name const series = {
        .publisher_id = names.publisher_id, .bundle_id = names.bundle_id,
        .endpoint = names.endpoint, .key_id = key->id, .account_id = key->account_id,
        .environment = name->environment < KEY_ENVIRONMENTS
                           ? key_environment_name(name->environment) : "",
        .status = name->status,
    };
    return series_of(tx, &series, at, out);
}

/* What comes late, for a minute that has been rolled up already, goes further at once. */
static enum err write_series(struct db *tx, const struct tally *t, const struct tally_series *s,
                             int64_t rolled_at)
{
    AUTO_ARENA struct arena a = { 0 };
    struct usage_sums *sums = ARENA_NEW(&a, struct usage_sums);
    int64_t const at = s->name.minute * INT64_C(60);
    int64_t id = 0;
    sums->calls = (int64_t)s->calls;
    sums->duration_us = s->duration_us;
    sums->upstream_calls = (int64_t)s->upstream_calls;
    sums->upstream_us = s->upstream_us;
    tally_histogram(t, s, TALLY_DURATION, &sums->durations);
    tally_histogram(t, s, TALLY_UPSTREAM, &sums->upstreams);
    TRY(series_of_tally(tx, t, &s->name, at, &id));
    TRY(sums_add(tx, USAGE_MINUTE, at, id, sums));
    if (at >= rolled_at)
        return OK;
    TRY(sums_add(tx, USAGE_HOUR, level_start(USAGE_HOUR, at), id, sums));
    return sums_add(tx, USAGE_DAY, level_start(USAGE_DAY, at), id, sums);
}

enum err tally_write(struct db *db, const struct tally *t)
{
    AUTO_TX struct tx tx = { 0 };
    int64_t rolled_at = 0;
    TRY(tx_begin(&tx, db));
    TRY(rolled_until(tx.db, &rolled_at));
    for (size_t i = 0; i < t->series_count; i++)
        TRY(write_series(tx.db, t, &t->series[i], rolled_at));
    return tx_commit(&tx);
}
