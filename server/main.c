/* simpul: the command line. */
#include "cli/cli.h"

#include "base/log.h"
#include "base/text.h"

#include <stdio.h>
#include <sys/stat.h>

static const struct {
    const char *name, *arguments, *meaning;
    command *run;
} commands[] = {
    { "serve", "", "serve the API, the web app and the gateway", cli_serve },
    { "demo", "", "load the demo data: accounts, clients, bundles (development)", cli_demo },
    { "migrate", "", "bring the database up to this version", cli_migrate },
    { "user", "create|list|role|reset-totp ...",
      "accounts, made, promoted and let back in by the operator", cli_user },
    { "client", "create|list|revoke ...", "credentials of programs", cli_client },
    { "backup", "FILE", "copy the database and the secret, while serving too", cli_backup },
    { "restore", "FILE", "put a backup in place; overwrites nothing", cli_restore },
    { "check", "", "check configuration, database, migrations and delivery", cli_check },
    { "config", "[--markdown]", "print the effective settings", cli_config },
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_help(FILE *out)
{
    fputs("simpul " SIMPUL_VERSION " - the portal through which an agency opens its APIs\n\n"
          "usage: simpul [--config FILE] COMMAND\n\n", out);
    for (int i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-8s %-31s %s\n", commands[i].name, commands[i].arguments,
                commands[i].meaning);
    fputs("  --version, --help\n\n"
          "Settings come from the environment (SIMPUL_…) or the file; `simpul config` lists them.\n"
          "Exit codes: 0 done, 1 failed, 2 wrong use.\n", out);
}

static int fail(enum err e)
{
    fprintf(stderr, "simpul: %s\n", *err_why() ? err_why() : err_words(e, true));
    return e == BAD_INPUT ? 2 : 1;
}

static int run(int argc, char **argv, const char *config_file)
{
    for (int i = 0; i < COMMANDS; i++) {
        if (!text_is(commands[i].name, argv[0]))
            continue;
        struct cli c = { .argc = argc - 1, .argv = argv + 1 };
        enum err e = config_read(&c.arena, config_file, &c.config);
        if (!e) {
            log_setup(c.config.log_level, c.config.log_format);
            e = commands[i].run(&c);
        }
        int const code = e ? fail(e) : 0;
        arena_finish(&c.arena);
        return code;
    }
    fprintf(stderr, "simpul: no command '%s'; see simpul --help\n", argv[0]);
    return 2;
}

int main(int argc, char **argv)
{
    const char *config_file = NULL;
    int at = 1;
    umask(S_IRWXG | S_IRWXO);           /* what is written here is nobody else's to read */
    if (argc > 2 && text_is(argv[at], "--config")) {
        config_file = argv[at + 1];
        at += 2;
    }
    if (at < argc && text_is(argv[at], "--version")) {
        puts(SIMPUL_VERSION);
        return 0;
    }
    if (at < argc && (text_is(argv[at], "--help") || text_is(argv[at], "help"))) {
        print_help(stdout);
        return 0;
    }
    if (at >= argc) {
        print_help(stderr);
        return 2;
    }
    return run(argc - at, argv + at, config_file);
}
