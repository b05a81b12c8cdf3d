/* A version's document as a body that is sent piece by piece. */
#pragma once

#include "web/req.h"

/* The head, which ends behind a comma, and what follows it in the database. */
enum err document_stream(struct db *db, const char *version_id, const char *head,
                         struct reply_source *out);
