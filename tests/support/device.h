/* A device: what the Simpul Authenticator is to the server, a key of its own that signs calls. */
#pragma once

#include "crypto/p256.h"
#include "support/server.h"

struct device {
    void *key;                      /* kept until the program ends */
    const char *id;                 /* "": not paired yet */
};
struct device device_new(void);

json_t *device_jwk(const struct device *d);
struct p256_key device_public_key(const struct device *d);

/* base64 of raw r and s over any text; and of the other signature that holds, (r, -s). */
const char *device_sign(const struct device *d, const char *text);
const char *signature_twin(const char *signature);

/* A call as it goes out. Whatever is left NULL, device_complete() fills in rightly for now. */
struct device_call {
    const char *method, *path, *body;   /* body: JSON text, NULL for none */
    const char *device, *time, *signature;
};
void device_complete(const struct device *d, struct device_call *c);
struct answer device_send(const struct device_call *c);

/* A right call, signed now. body is taken over. */
struct answer device_call(const struct device *d, const char *method, const char *path,
                          json_t *body);

/* Begins an enrolment of the account: its pairing token. */
const char *pairing_token_of(const char *account_id);
/* Pairs a new device by it, and fills in its id. */
struct answer device_pair(struct device *d, const char *pairing_token);
struct device device_of(const char *account_id);

/* A sign-in of the account from this address that now waits for its device. */
struct waiting {
    const char *token;              /* the browser's */
    const char *id;                 /* the challenge's, within the program */
    const char *approval_id;
    int number;
};
enum err try_waiting(const char *account_id, const char *ip, struct waiting *out);
struct waiting waiting_of(const char *account_id, const char *ip);
const char *waiting_state(const struct waiting *w);

/* The device's answer: number CHALLENGE_NO_NUMBER sends none. */
struct answer device_answer(const struct device *d, const char *approval_id, const char *answer,
                            int number);
