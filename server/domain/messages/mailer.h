/* E-mail through the operator's mail server. */
#pragma once

#include "domain/messages/delivery.h"

/* url: smtp://HOST[:PORT] (587) or smtps://HOST[:PORT] (465). STARTTLS is demanded for smtp://,
 * unless the server is on loopback and wants no login. Secret: email-login, USER:PASSWORD, where
 * the server wants one. BAD_INPUT. */
enum err mailer_open(const struct delivery_settings *settings, const char *url,
                     struct backend *out);
