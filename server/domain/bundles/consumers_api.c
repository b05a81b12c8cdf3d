#include "domain/bundles/consumers_api.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/notifications/notifications.h"
#include "domain/requests/requests.h"

enum { CONSUMERS_AT_ONCE = 100, DAY_S = 86400 };

const char *consumers_day(struct req *r, int64_t at)
{
    return arena_printf(&r->arena, "%.10s", time_rfc3339(&r->arena, at));
}

enum err consumers_tell(struct req *r, struct db *tx, const struct bundle *b, const char *kind,
                        json_t *params)
{
    struct request_filter filter = { .status = "approved", .bundle_id = b->id };
    const char *text = json_text(&r->arena, params);
    const char *link = arena_printf(&r->arena, "/marketplace/%s", b->slug);
    struct requests page;
    struct notification const told = { .kind = kind, .params = text, .link = link,
                                       .created_at = r->now };
    do {
        TRY(requests_queue(tx, &r->arena, &filter, CONSUMERS_AT_ONCE, &page));
        for (int i = 0; i < page.count; i++)
            TRY(notify_once(tx, page.items[i].account_id, &told, DAY_S));
        if (page.count > 0)
            filter.after = page.items[page.count - 1].id;
    } while (page.count == CONSUMERS_AT_ONCE);
    return OK;
}
