/* The demo upstream's regions: /wilayah/… */
#pragma once

#include "web/req.h"

handler wilayah_provinces, wilayah_region, wilayah_children, wilayah_search, wilayah_echo;
