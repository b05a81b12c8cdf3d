/* How the web layer learns which device calls; portal.c hands it over. */
#pragma once

#include "domain/authenticator/signed.h"
#include "web/req.h"

/* DEVICE_REFUSED unless a paired device signed the request (signed.h). */
enum err authenticator_guard(struct req *r);

/* What of the request is signed, and by whom. */
struct signed_call request_signed_call(struct req *r);

/* DEVICE_REFUSED, with the challenge that HTTP wants beside it. */
enum err request_device_refused(struct req *r);
