#include "domain/bundles/consumers.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "domain/requests/requests.h"

enum { CONSUMERS_AT_ONCE = 100, DAY_S = 86400 };

const char *consumers_day(struct arena *a, int64_t at)
{
    return arena_printf(a, "%.10s", time_rfc3339(a, at));
}

enum err consumers_tell(struct db *tx, const struct bundle *b, const struct tidings *t)
{
    AUTO_ARENA struct arena a = { 0 };
    struct request_filter filter = { .status = "approved", .bundle_id = b->id };
    struct requests page;
    struct notification const told = {
        .kind = t->kind, .params = json_text(&a, t->params), .created_at = t->now,
        .link = t->link ? t->link : arena_printf(&a, "/marketplace/%s", b->slug) };
    do {
        TRY(requests_queue(tx, &a, &filter, CONSUMERS_AT_ONCE, &page));
        for (int i = 0; i < page.count; i++)
            TRY(notify_once(tx, page.items[i].account_id, &told, DAY_S));
        if (page.count > 0)
            filter.after = page.items[page.count - 1].id;
    } while (page.count == CONSUMERS_AT_ONCE);
    return OK;
}
