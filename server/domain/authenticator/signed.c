#include "domain/authenticator/signed.h"

#include "base/text.h"
#include "crypto/digest.h"
#include "store/db.h"

#include <string.h>

enum { KEPT_S = 3 * SIGNED_WINDOW_S,    /* clocks of several nodes may differ a little */
       USE_NOTED_S = 300 };

/* A point whose private half was thrown away. Whoever had it would be refused all the same. */
static const struct p256_key nobody = {
    .x = { 0x4d, 0xd0, 0x35, 0x02, 0xbb, 0x91, 0x7d, 0x5d, 0xc1, 0x87, 0x31, 0xbc,
           0x6f, 0xaa, 0x25, 0x2d, 0x23, 0x11, 0x3a, 0xd1, 0xa1, 0x34, 0xb3, 0x9a,
           0xf5, 0xf4, 0x7d, 0xba, 0xe6, 0x3d, 0x03, 0x3a },
    .y = { 0x00, 0x6d, 0x69, 0x94, 0xad, 0x60, 0x74, 0x59, 0xca, 0xaa, 0x16, 0xee,
           0x0c, 0xeb, 0x5a, 0xb0, 0xef, 0x3b, 0xd4, 0x63, 0x29, 0xbd, 0x38, 0xdc,
           0x5a, 0x4b, 0xe5, 0x21, 0x1b, 0x67, 0x86, 0x9a },
};

struct proof {
    unsigned char signature[P256_SIGNATURE_BYTES];
    int64_t at;
};

static bool read_proof(struct arena *a, const struct signed_call *call, struct proof *out)
{
    size_t size = 0;
    if (!call->time || !call->signature || !text_to_int(call->time, 0, INT64_MAX / 2, &out->at))
        return false;
    const unsigned char *bytes = base64_decode(a, call->signature, &size);
    if (!bytes || size != P256_SIGNATURE_BYTES)
        return false;
    memcpy(out->signature, bytes, size);
    return true;
}

static bool holds(struct arena *a, const struct signed_call *call, const struct proof *proof,
                  const struct p256_key *key)
{
    const char *text = arena_printf(a, "%s\n%s\n%s\n%s", call->method, call->path, call->time,
                                    digest_hex(a, call->body, call->body_size));
    return p256_verify(key, text, strlen(text), proof->signature);
}

static bool is_fresh(const struct proof *proof, int64_t now)
{
    return proof->at >= now - SIGNED_WINDOW_S && proof->at <= now + SIGNED_WINDOW_S;
}

/* DEVICE_REFUSED for a call that was seen before. */
static enum err remember(struct db *tx, struct arena *a, const char *who,
                         const struct proof *proof)
{
    int64_t changed = 0;
    const char *call = arena_printf(a, "%s/%s", who, hex_encode(a, proof->signature, P256_BYTES));
    TRY(db_run_counting(tx, &changed, "INSERT INTO signed_calls (digest, expires_at)"
                                      " VALUES ($1, $2) ON CONFLICT DO NOTHING",
                        TEXT(digest_hex(a, call, strlen(call))), INT(proof->at + KEPT_S)));
    return changed ? OK : err_because(DEVICE_REFUSED, "%s: the call was seen before", who);
}

/* nobody's key, and false, where there is no such device. */
static enum err find_key(struct db *db, struct arena *a, const char *device_id,
                         struct authenticator *device, struct p256_key *key, bool *is_known)
{
    size_t size = 0;
    enum err const e = authenticator_find(db, a, device_id, device);
    *key = nobody;
    *is_known = e == OK;
    if (e)
        return e == NOT_FOUND ? OK : e;
    const unsigned char *bytes = base64_decode(a, device->public_key, &size);
    if (!bytes || size != sizeof *key)
        return err_because(INTERNAL, "the key of %s is none", device->id);
    memcpy(key, bytes, size);
    return OK;
}

static enum err accept(struct db *db, struct arena *a, const struct authenticator *device,
                       const struct proof *proof, int64_t now)
{
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(remember(tx.db, a, device->id, proof));
    if (device->last_used_at < now - USE_NOTED_S)
        TRY(db_run(tx.db, "UPDATE authenticators SET last_used_at = $2 WHERE id = $1",
                   TEXT(device->id), INT(now)));
    return tx_commit(&tx);
}

enum err signed_call_check(struct db *db, struct arena *a, const struct signed_call *call,
                           int64_t now, struct authenticator *out)
{
    struct authenticator device = { 0 };
    struct p256_key key;
    struct proof proof;
    bool is_known = false;
    if (!call->device || !read_proof(a, call, &proof))
        return err_because(DEVICE_REFUSED, "not signed");
    TRY(find_key(db, a, call->device, &device, &key, &is_known));
    bool const is_signed = holds(a, call, &proof, &key);
    if (!is_known || !is_signed || !is_fresh(&proof, now))
        return err_because(DEVICE_REFUSED, "%s, %s, %lld s off", is_known ? device.id : "unknown",
                           is_signed ? "signed" : "wrong signature",
                           (long long)(now - proof.at));
    TRY(accept(db, a, &device, &proof, now));
    *out = device;
    return OK;
}

enum err signed_call_check_key(struct db *tx, struct arena *a, const struct signed_call *call,
                               const struct p256_key *key, int64_t now)
{
    struct proof proof;
    if (!read_proof(a, call, &proof) || !holds(a, call, &proof, key) || !is_fresh(&proof, now))
        return err_because(DEVICE_REFUSED, "the key to be paired did not sign, or not now");
    return remember(tx, a, hex_encode(a, key, sizeof *key), &proof);
}

enum err signed_calls_sweep(struct db *db, int64_t now)
{
    return db_run(db, "DELETE FROM signed_calls WHERE expires_at < $1", INT(now));
}
