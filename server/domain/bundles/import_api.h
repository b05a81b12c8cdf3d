/* Importing documents: a new bundle of one, or another document for a bundle. */
#pragma once

#include "web/req.h"

/* Each with ?preview=true: told what would come of it, with nothing stored. */
handler admin_bundles_import, admin_bundle_import;
