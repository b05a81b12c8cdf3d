/* The command line: what every command gets, and the commands.
 *
 * A command answers OK, or an error whose reason main.c prints. BAD_INPUT means wrong use (exit
 * code 2), anything else that it failed (1). */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "config.h"

struct store;

struct cli {
    struct arena arena;             /* of the whole command */
    struct config config;
    int argc;                       /* what follows the command's name */
    char **argv;
};

typedef enum err command(struct cli *c);

/* Opens secret and database, and migrates unless they are to be left as they are. Both are made
 * where neither is there; a database without its secret is an error. */
enum err cli_open(struct cli *c, bool migrates, struct store **out);

/* The value after --name, or NULL. BAD_INPUT is the caller's where one is needed. */
const char *cli_option(const struct cli *c, const char *name);

command cli_serve, cli_migrate, cli_config, cli_check, cli_backup, cli_restore;
command cli_client, cli_user;
command cli_demo;
