/* What publishers do with bundles. */
#pragma once

#include "web/req.h"

handler admin_bundles_get, admin_bundles_post, admin_bundle_get,
        admin_bundle_patch, admin_bundle_delete, admin_bundle_publish, admin_bundle_deprecate,
        admin_bundle_retire;
