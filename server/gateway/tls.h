/* TLS: OpenSSL on the upstreams' non-blocking sockets. TLS 1.2 or later; the certificate must chain
 * to a trusted CA and name the host that was asked for. */
#pragma once

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ssl_st;
struct ssl_session_st;
struct tls;

/* ca_file: PEM certificates trusted beside the system's, or NULL. */
enum err tls_open(const char *ca_file, struct tls **out);
void tls_close(struct tls *tls);

/* A client's end for a connected socket. session: to be resumed, or NULL; *keep receives later
 * sessions in its place. */
struct ssl_st *tls_begin(struct tls *tls, int fd, const char *host, bool host_is_ip,
                         struct ssl_session_st **keep);
enum tls_progress { TLS_WAITS, TLS_DONE, TLS_FAILED };
enum tls_progress tls_shake(struct ssl_st *ssl);    /* err_because() notes why it failed */

/* Bytes moved; 0: not now; -1: broken; TLS_END: closed by the other end. */
enum { TLS_END = -2 };
ssize_t tls_write(struct ssl_st *ssl, const void *bytes, size_t size);
ssize_t tls_read(struct ssl_st *ssl, void *bytes, size_t size);
bool tls_has_read_ahead(const struct ssl_st *ssl);     /* more than was asked for so far */
void tls_end(struct ssl_st *ssl);                   /* accepts NULL */
void tls_session_drop(struct ssl_session_st *session);
