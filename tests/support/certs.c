#include "support/certs.h"

#include <stdio.h>
#include <stdlib.h>

static char folder[] = "/tmp/simpul-certs-XXXXXX";

static void run(const char *format, const char *name, const char *subject)
{
    char command[1024];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(command, sizeof command, format, folder, name, subject);
#pragma GCC diagnostic pop
    if (system(command) != 0)
        abort();
}

static void make_ca(const char *name)
{
    run("cd %s && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-keyout %s.key -out ca-$$.tmp -subj /CN=CA 2>/dev/null && mv ca-$$.tmp %s.pem",
        name, name);
}

void certs_make(const char *name, const char *names)
{
    run("cd %s && openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x "
        "-keyout %s.key -out req.tmp -addext subjectAltName=%s 2>/dev/null", name, names);
    run("cd %s && openssl x509 -req -in req.tmp -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "
        "-copy_extensions copy -out %s.pem 2>/dev/null%s", name, "");
}

int certs_begin(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    make_ca("ca");
    make_ca("other");
    return 0;
}

int certs_end(void **state)
{
    (void)state;
    run("rm -r %s%s%s", "", "");
    return 0;
}

const char *certs_path(const char *name, const char *suffix)
{
    static char paths[8][96];
    static unsigned next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s%s", folder, name, suffix);
    return path;
}
