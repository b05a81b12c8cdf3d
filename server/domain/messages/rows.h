/* Sealing of a message's columns. For the files of this folder only. */
#pragma once

#include "domain/messages/messages.h"
#include "store/db.h"

char *message_seal(struct arena *a, const char *id, const char *column, const char *text);
enum err message_open(struct arena *a, const char *id, const char *column, const char *sealed,
                      const char **out);
