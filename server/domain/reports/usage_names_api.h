/* What the ids of groups are called, for whoever reads them. */
#pragma once

#include "domain/usage/figures.h"
#include "web/req.h"

/* Texts live in the request's arena; NULL where there is none. */
struct group_names {
    const char *id;                     /* what asks for this group alone; "": unknown, or other */
    const char *name;                   /* NULL: gone, or it never had one */
    const char *bundle;                 /* slug, of an endpoint */
    const char *account;                /* user name, of a key; of staff's lists only */
    const char *institution;            /* of an account */
};
struct group_names group_names_of(struct req *r, enum usage_by by, const struct usage_group *g,
                                  bool is_staff);
