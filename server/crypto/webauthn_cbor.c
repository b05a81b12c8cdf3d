#include "crypto/webauthn_cbor.h"

#include <cbor.h>
#include <stdlib.h>
#include <string.h>

/* ---- how long an item is: a walk that makes room for nothing */

enum { OPENINGS_MAX = 16 };             /* of arrays, maps and tags; what we read needs two */

struct walk {
    size_t left;                        /* bytes from the item under the decoder on */
    size_t pending;                     /* items that have been announced and not come */
    int openings;
    bool is_wrong;
};

static void announce(struct walk *w, uint64_t items)
{
    w->openings++;
    w->is_wrong = w->is_wrong || items > w->left || w->openings > OPENINGS_MAX;
    w->pending += w->is_wrong ? 0 : (size_t)items;
}

static void on_array(void *walk, size_t members)
{
    announce(walk, members);
}

static void on_map(void *walk, size_t pairs)
{
    announce(walk, pairs);
    announce(walk, pairs);
}

static void on_tag(void *walk, uint64_t tag)
{
    (void)tag;
    announce(walk, 1);
}

static void on_unknown_length(void *walk)
{
    ((struct walk *)walk)->is_wrong = true;
}

static struct cbor_callbacks walking(void)
{
    struct cbor_callbacks callbacks = cbor_empty_callbacks;
    callbacks.array_start = on_array;
    callbacks.map_start = on_map;
    callbacks.tag = on_tag;
    callbacks.indef_array_start = on_unknown_length;
    callbacks.indef_map_start = on_unknown_length;
    callbacks.byte_string_start = on_unknown_length;
    callbacks.string_start = on_unknown_length;
    callbacks.indef_break = on_unknown_length;
    return callbacks;
}

size_t cbor_item_size(struct octets from)
{
    struct cbor_callbacks const callbacks = walking();
    struct walk w = { .left = from.size, .pending = 1 };
    const unsigned char *at = from.bytes;
    while (w.pending) {
        struct cbor_decoder_result const step = cbor_stream_decode(at, w.left, &callbacks, &w);
        if (step.status != CBOR_DECODER_FINISHED || w.is_wrong)
            return 0;
        w.pending--;
        w.left -= step.read;
        at += step.read;
    }
    return from.size - w.left;
}

/* ---- attestation objects */

#define AUTO_ITEM __attribute__((cleanup(item_drop)))
static void item_drop(cbor_item_t **item)
{
    if (*item)
        cbor_decref(item);
}

static bool is_text(const cbor_item_t *item, const char *text)
{
    return item && cbor_isa_string(item) && cbor_string_length(item) == strlen(text)
        && memcmp(cbor_string_handle(item), text, strlen(text)) == 0;
}

/* Borrowed; NULL where the map does not have it. */
static cbor_item_t *member(const cbor_item_t *map, const char *name)
{
    const struct cbor_pair *pairs = cbor_map_handle(map);
    for (size_t i = 0; i < cbor_map_size(map); i++) {
        if (is_text(pairs[i].key, name))
            return pairs[i].value;
    }
    return NULL;
}

static struct octets copied(struct arena *a, const void *bytes, size_t size)
{
    void *copy = arena_alloc(a, size + 1);
    if (size)
        memcpy(copy, bytes, size);
    return (struct octets){ copy, size };
}

static enum err take_statement(struct arena *a, const cbor_item_t *format,
                               const cbor_item_t *statement, struct octets *out)
{
    unsigned char *bytes = NULL;
    size_t room = 0;
    if (is_text(format, "none") && cbor_map_size(statement) == 0) {
        *out = (struct octets){ 0 };
        return OK;
    }
    if (!is_text(format, "packed"))
        return err_because(PASSKEY_INVALID, "attestation of a format that was not asked for");
    size_t const size = cbor_serialize_alloc(statement, &bytes, &room);
    *out = copied(a, bytes, size);
    free(bytes);
    return size ? OK : err_because(PASSKEY_INVALID, "unreadable statement");
}

static enum err take_apart(struct arena *a, const cbor_item_t *object, struct attestation *out)
{
    if (!object || !cbor_isa_map(object))
        return err_because(PASSKEY_INVALID, "the attestation is no map");
    const cbor_item_t *statement = member(object, "attStmt"), *data = member(object, "authData");
    if (!statement || !cbor_isa_map(statement) || !data || !cbor_isa_bytestring(data))
        return err_because(PASSKEY_INVALID, "the attestation lacks a member");
    out->data = copied(a, cbor_bytestring_handle(data), cbor_bytestring_length(data));
    return take_statement(a, member(object, "fmt"), statement, &out->statement);
}

enum err cbor_attestation(struct arena *a, struct octets from, struct attestation *out)
{
    struct cbor_load_result result;
    if (from.size > WEBAUTHN_ATTESTATION_MAX || !from.size || cbor_item_size(from) != from.size)
        return err_because(PASSKEY_INVALID, "an attestation of %zu bytes", from.size);
    AUTO_ITEM cbor_item_t *object = cbor_load(from.bytes, from.size, &result);
    return take_apart(a, object, out);
}
