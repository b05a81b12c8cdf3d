/* Origin: what a document says of itself: its head, its tags, where it was meant to be called.
 * Only this folder includes it. */
#pragma once

#include "domain/documents/reading.h"

/* Fills head, body and origin, before anything of the document is changed.
 * DOCUMENT_UNUSABLE where what was converted has grown too big. */
enum err origin_take(struct reading *r);

/* Fills tags: those that the document describes, then those that only its operations name. */
void tags_take(struct reading *r);
