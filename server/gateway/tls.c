#include "gateway/tls.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

struct tls {
    SSL_CTX *context;
};

static int keep_index = -1;             /* where an SSL names the place its sessions are kept in */

static int keep_session(SSL *ssl, SSL_SESSION *session)
{
    SSL_SESSION **keep = SSL_get_ex_data(ssl, keep_index);
    if (!keep)
        return 0;
    SSL_SESSION_free(*keep);
    *keep = session;
    return 1;                           /* the reference is ours now */
}

static enum err trust(SSL_CTX *context, const char *ca_file)
{
    SSL_CTX_set_default_verify_paths(context);
    if (ca_file && SSL_CTX_load_verify_file(context, ca_file) != 1)
        return err_because(INTERNAL, "CA file %s cannot be read", ca_file);
    return OK;
}

enum err tls_open(const char *ca_file, struct tls **out)
{
    static const unsigned char protocols[] = "\x08http/1.1";
    if (keep_index < 0)
        keep_index = SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL);
    struct tls *tls = calloc(1, sizeof *tls);
    if (!tls || !(tls->context = SSL_CTX_new(TLS_client_method())))
        abort();
    SSL_CTX *context = tls->context;
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_read_ahead(context, 1);             /* a record and its head in one read */
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                  | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_session);
    SSL_CTX_set_alpn_protos(context, protocols, sizeof protocols - 1);
    enum err const e = trust(context, ca_file);
    if (e) {
        tls_close(tls);
        return e;
    }
    *out = tls;
    return OK;
}

void tls_close(struct tls *tls)
{
    if (!tls)
        return;
    SSL_CTX_free(tls->context);
    free(tls);
}

struct ssl_st *tls_begin(struct tls *tls, int fd, const char *host, bool host_is_ip,
                         struct ssl_session_st **keep)
{
    SSL *ssl = SSL_new(tls->context);
    if (!ssl)
        abort();
    SSL_set_connect_state(ssl);
    SSL_set_ex_data(ssl, keep_index, keep);
    bool is_set = SSL_set_fd(ssl, fd) == 1;
    if (host_is_ip)
        is_set &= X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1;
    else
        is_set &= SSL_set1_host(ssl, host) == 1 && SSL_set_tlsext_host_name(ssl, host) == 1;
    if (!is_set)
        abort();
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (*keep)
        SSL_set_session(ssl, *keep);
    return ssl;
}

static enum tls_progress failed(SSL *ssl)
{
    long const verdict = SSL_get_verify_result(ssl);
    unsigned long const code = ERR_peek_error();
    const char *reason = code ? ERR_reason_error_string(code) : NULL;
    if (verdict != X509_V_OK)
        reason = X509_verify_cert_error_string(verdict);
    enum err const noted = err_because(UPSTREAM_UNREACHABLE, "TLS: %s", reason ? reason : "closed");
    (void)noted;
    ERR_clear_error();
    return TLS_FAILED;
}

enum tls_progress tls_shake(struct ssl_st *ssl)
{
    ERR_clear_error();
    int const done = SSL_do_handshake(ssl);
    if (done == 1)
        return TLS_DONE;
    int const error = SSL_get_error(ssl, done);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? TLS_WAITS : failed(ssl);
}

static ssize_t result_of(SSL *ssl, int done)
{
    if (done > 0)
        return done;
    switch (SSL_get_error(ssl, done)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
        return 0;
    case SSL_ERROR_ZERO_RETURN:
        return TLS_END;
    default:
        ERR_clear_error();
        return -1;                      /* also a close without notice: the answer may be cut */
    }
}

ssize_t tls_write(struct ssl_st *ssl, const void *bytes, size_t size)
{
    ERR_clear_error();
    return result_of(ssl, SSL_write(ssl, bytes, size < INT_MAX ? (int)size : INT_MAX));
}

ssize_t tls_read(struct ssl_st *ssl, void *bytes, size_t size)
{
    ERR_clear_error();
    return result_of(ssl, SSL_read(ssl, bytes, size < INT_MAX ? (int)size : INT_MAX));
}

bool tls_has_read_ahead(const struct ssl_st *ssl)
{
    return SSL_has_pending(ssl);
}

void tls_end(struct ssl_st *ssl)
{
    if (!ssl)
        return;
    SSL_set_ex_data(ssl, keep_index, NULL);
    SSL_set_quiet_shutdown(ssl, 1);
    SSL_shutdown(ssl);                  /* keeps the session good for resumption */
    SSL_free(ssl);
}

void tls_session_drop(struct ssl_session_st *session)
{
    SSL_SESSION_free(session);
}
