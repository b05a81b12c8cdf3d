/* Where an imported document comes from: a file of a form, the JSON body, or an address. */
#pragma once

#include "domain/documents/document.h"
#include "web/req.h"

/* A document, and the SHA-256 digest of its text as it came. */
struct taken {
    const struct document *document;
    const char *digest;
};

/* Reads it: the part "openapi" of a form, or the member "document" (an object, or text) or "url"
 * of the JSON body. Faults are told at once, and a document that cannot be used
 * (DOCUMENT_UNUSABLE) with its place. DOCUMENT_CHANGED where "digest" says that another text is
 * meant. */
enum err source_in(struct req *r, struct taken *out);

/* A document as text. */
enum err document_in(struct req *r, const char *text, size_t size, const struct document **out);

/* Tells why a document cannot be used, and where: e. */
enum err document_refuse(struct req *r, enum err e, const struct finding *fault);

/* A member of the JSON body or a part of the form; NULL where it is absent or empty. */
const char *source_option(struct req *r, const char *name, size_t max);
