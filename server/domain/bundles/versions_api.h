/* A bundle's versions over HTTP. */
#pragma once

#include "web/req.h"

handler bundle_versions_get;
handler admin_version_current_post, admin_version_deprecate_post, admin_version_retire_post;
handler admin_version_get, admin_version_patch, admin_version_delete;
