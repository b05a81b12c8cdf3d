/* The development mailbox, and the admin's view of the queue. */
#pragma once

#include "web/req.h"

handler dev_outbox_get, admin_messages_list, admin_message_get, admin_message_send;

/* Answers with how a message stands, without what it says. NOT_FOUND. */
enum err reply_message(struct req *r, const char *id);
