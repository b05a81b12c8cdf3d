/* Certificates for tests, made by openssl in a folder of their own. */
#pragma once

/* Group set-up and tear-down: ca, and other (a CA that nobody trusts). */
int certs_begin(void **state);
int certs_end(void **state);

/* name.pem and name.key for the subject alternative names ("DNS:localhost,IP:127.0.0.1"), signed by
 * ca.pem. */
void certs_make(const char *name, const char *names);

const char *certs_path(const char *name, const char *suffix);   /* "ca", ".pem"; of a few the last
                                                                    stay */
