/* Front: the gateway as the portal runs it, and its figures. One a process. */
#pragma once

#include "base/err.h"
#include "config.h"

#include <stdio.h>

struct db;

/* Fills access.h from the database, then listens where the configuration says. */
enum err front_start(const struct config *config, struct db *db);

/* First the calls: those under way finish, and their last uses can still be drained. Then what
 * is in memory. Both do nothing where nothing was started. */
void front_stop_calls(void);
void front_stop(void);

/* Where the gateway listens: the port that it got for 0. */
int front_port(void);

void front_print_metrics(FILE *out);
