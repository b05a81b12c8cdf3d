#include "domain/authenticator/authenticator_guard.h"

struct signed_call request_signed_call(struct req *r)
{
    struct signed_call call = {
        .device = in_header(r, "Simpul-Device"), .time = in_header(r, "Simpul-Time"),
        .signature = in_header(r, "Simpul-Signature"),
        .method = in_method(r), .path = in_url_path(r),
    };
    call.body = in_raw(r, &call.body_size);
    return call;
}

enum err request_device_refused(struct req *r)
{
    reply_header(r, "WWW-Authenticate", "Simpul-Signature");
    return DEVICE_REFUSED;
}

enum err authenticator_guard(struct req *r)
{
    struct authenticator device;
    struct signed_call const call = request_signed_call(r);
    enum err const e = signed_call_check(r->db, &r->arena, &call, r->now, &device);
    if (e == DEVICE_REFUSED)
        return request_device_refused(r);
    TRY(e);
    r->who = (struct who){ .account_id = device.account_id, .device_id = device.id };
    return OK;
}
