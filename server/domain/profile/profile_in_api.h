/* What the profile's handlers read: numbers and addresses in one form, their faults noted. */
#pragma once

#include "web/req.h"

const char *in_phone(struct req *r, const char *name);      /* normalised */
const char *in_email(struct req *r, const char *name);      /* lower case */
