#pragma once
/* OpenSSL 3, with its deprecated interfaces hidden. */
#define OPENSSL_API_COMPAT 30000
#define OPENSSL_NO_DEPRECATED
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

/* Swift does not see macros that take arguments; these give them a function's shape. */

/* Allows TLS 1.2 and what is newer. */
int lianji_ssl_require_tls12(SSL_CTX *context);
/* Sends the name that is asked for (server name indication). */
int lianji_ssl_set_server_name(SSL *ssl, const char *name);
/* Lets a repeated write come from another buffer, and return when part of it has gone. */
void lianji_ssl_allow_partial_write(SSL *ssl);
