/* The demo upstream's checks of identity numbers: /identitas/… */
#pragma once

#include "web/req.h"

handler identitas_nik, identitas_npwp;
