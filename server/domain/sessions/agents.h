/* Agents: the short name of the program that calls, made from its User-Agent. */
#pragma once

#include "base/arena.h"

/* "Chrome, Android"; a program that is no browser by its own name, "curl"; "" for one that does not
 * tell. The same in every language, and a hint only: whoever calls may say what they like. */
const char *agent_name(struct arena *a, const char *user_agent);
