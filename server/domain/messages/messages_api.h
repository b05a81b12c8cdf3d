/* The development mailbox, and the admin's view of the queue. */
#pragma once

#include "web/req.h"

handler dev_outbox_get, admin_messages_list, admin_message_send;
