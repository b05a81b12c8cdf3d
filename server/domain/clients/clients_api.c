#include "domain/clients/clients_api.h"

#include "domain/clients/clients.h"
#include "domain/throttle/throttle_api.h"

/* Right credentials pass however many wrong ones came from the same address, which may be that of
 * a proxy: only the guesser waits. */
enum err clients_identify(struct req *r)
{
    const char *id = NULL, *secret = NULL;
    struct client client = { 0 };
    enum err e = in_basic(r, &id, &secret);
    if (!e)
        e = client_check(r->db, &r->arena, "internal", id, secret, &client);
    if (e == UNAUTHENTICATED) {
        reply_header(r, "WWW-Authenticate", "Basic realm=\"simpul\", charset=\"UTF-8\"");
        TRY(request_throttle_take(r, "client", NULL));
    }
    TRY(e);
    r->who.client_id = client.id;
    return OK;
}
