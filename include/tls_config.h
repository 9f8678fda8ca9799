/*
 * tls_config.h: keys, certificates and rules of TLS connections.
 *
 * Made from src/ffi/tls_config by tests/headers.rs; do not edit.
 */

#ifndef TLS_CONFIG_H_
#define TLS_CONFIG_H_

#include "hal_base.h"
#include "libiec61850_common_api.h"
#include "tls_ciphers.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A version of the TLS protocol. */
typedef enum TLSConfigVersion {
  /** no version chosen */
  TLS_VERSION_NOT_SELECTED = 0,
  /** SSL 3.0, never to be used */
  TLS_VERSION_SSL_3_0 = 3,
  /** TLS 1.0 */
  TLS_VERSION_TLS_1_0 = 4,
  /** TLS 1.1 */
  TLS_VERSION_TLS_1_1 = 5,
  /** TLS 1.2 */
  TLS_VERSION_TLS_1_2 = 6,
  /** TLS 1.3 */
  TLS_VERSION_TLS_1_3 = 7,
} TLSConfigVersion;

/** How serious a TLS event is. */
typedef enum TLSEventLevel {
  /** for information */
  TLS_SEC_EVT_INFO = 0,
  /** to be looked at */
  TLS_SEC_EVT_WARNING = 1,
  /** a security incident */
  TLS_SEC_EVT_INCIDENT = 2,
} TLSEventLevel;

/** Keys, certificates and rules of TLS connections. */
typedef struct sTLSConfiguration *TLSConfiguration;

/** A connection secured by TLS, as event handlers see it. */
typedef struct sTLSConnection *TLSConnection;

/** alarm: the peer offers no algorithm that is supported here */
#define TLS_EVENT_CODE_ALM_ALGO_NOT_SUPPORTED 1

/** alarm: the peer does not speak TLS */
#define TLS_EVENT_CODE_ALM_UNSECURE_COMMUNICATION 2

/** alarm: a certificate cannot be had */
#define TLS_EVENT_CODE_ALM_CERT_UNAVAILABLE 3

/** alarm: the certificate is malformed */
#define TLS_EVENT_CODE_ALM_BAD_CERT 4

/** alarm: the certificate is too large */
#define TLS_EVENT_CODE_ALM_CERT_SIZE_EXCEEDED 5

/** alarm: the certificate did not pass validation */
#define TLS_EVENT_CODE_ALM_CERT_VALIDATION_FAILED 6

/** alarm: the peer sent no certificate */
#define TLS_EVENT_CODE_ALM_CERT_REQUIRED 7

/** alarm: the handshake failed for another reason */
#define TLS_EVENT_CODE_ALM_HANDSHAKE_FAILED_UNKNOWN_REASON 8

/** warning: the TLS version is outdated */
#define TLS_EVENT_CODE_WRN_INSECURE_TLS_VERSION 9

/** information: the session was negotiated anew */
#define TLS_EVENT_CODE_INF_SESSION_RENEGOTIATION 10

/** alarm: the certificate has expired */
#define TLS_EVENT_CODE_ALM_CERT_EXPIRED 11

/** alarm: the certificate is revoked */
#define TLS_EVENT_CODE_ALM_CERT_REVOKED 12

/** alarm: the certificate is not among the allowed ones */
#define TLS_EVENT_CODE_ALM_CERT_NOT_CONFIGURED 13

/** alarm: no trusted authority issued the certificate */
#define TLS_EVENT_CODE_ALM_CERT_NOT_TRUSTED 14

/** alarm: no cipher suite in common */
#define TLS_EVENT_CODE_ALM_NO_CIPHER 15

/** information: a session is established */
#define TLS_EVENT_CODE_INF_SESSION_ESTABLISHED 16

/** warning: an accepted certificate has expired */
#define TLS_EVENT_CODE_WRN_CERT_EXPIRED 17

/** warning: an accepted certificate is not valid yet */
#define TLS_EVENT_CODE_WRN_CERT_NOT_YET_VALID 18

/** warning: the revocation list has expired */
#define TLS_EVENT_CODE_WRN_CRL_EXPIRED 19

/** warning: the revocation list is not valid yet */
#define TLS_EVENT_CODE_WRN_CRL_NOT_YET_VALID 20

/** Something happened that matters to security. */
typedef void (*TLSConfiguration_EventHandler)(void *parameter,
                                              TLSEventLevel eventLevel,
                                              int eventCode,
                                              const char *message,
                                              TLSConnection con);

#ifdef __cplusplus
}
#endif

#endif /* TLS_CONFIG_H_ */
