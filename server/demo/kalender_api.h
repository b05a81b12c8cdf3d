/* The demo upstream's calendar: /kalender/… */
#pragma once

#include "web/req.h"

handler kalender_holidays, kalender_day, kalender_count, kalender_add;
