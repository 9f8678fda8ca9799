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

/** A connection secured by TLS, as event handlers see it. */
typedef struct sTLSConnection *TLSConnection;

/** Keys, certificates and rules of TLS connections. */
typedef struct sTLSConfiguration *TLSConfiguration;

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

/**
 * The address of the peer: an IPv4 or IPv6 address, a colon, and the port.
 *
 * @param self the connection
 * @param peerAddrBuf room for the text, 60 octets; NULL for memory that the caller frees with `free`
 * @return the text; NULL for no connection
 */
LIB61850_API char *TLSConnection_getPeerAddress(TLSConnection self, char *peerAddrBuf);

/**
 * The certificate that the peer has shown, whether it was accepted or not.
 *
 * @param self the connection
 * @param certSize becomes its size in octets, 0 where there is none; may be NULL
 * @return the certificate in DER, which belongs to the connection and ends with it; NULL where there is none
 */
LIB61850_API uint8_t *TLSConnection_getPeerCertificate(TLSConnection self, int *certSize);

/**
 * The version of TLS that was negotiated.
 *
 * @param self the connection
 * @return the version; TLS_VERSION_NOT_SELECTED as long as there is none
 */
LIB61850_API TLSConfigVersion TLSConnection_getTLSVersion(TLSConnection self);

/**
 * The name of a version.
 *
 * @param version the version
 * @return its name, which is static; "unknown TLS version" for a number that is none
 */
LIB61850_API const char *TLSConfigVersion_toString(TLSConfigVersion version);

/**
 * Sets this side's certificate (X.509, version 3): PEM or DER. Certificates of its issuers may follow it in PEM; they are
 * sent with it.
 *
 * @param self the configuration
 * @param certificate the certificate, which is copied
 * @param certLen its octets; a NUL at the end of PEM may be counted or not
 * @return false for what is no certificate
 */
LIB61850_API
bool TLSConfiguration_setOwnCertificate(TLSConfiguration self,
                                        uint8_t *certificate,
                                        int certLen);

/**
 * Sets this side's certificate (X.509, version 3) from a file: PEM or DER. Certificates of its issuers may follow it in PEM;
 * they are sent with it.
 *
 * @param self the configuration
 * @param filename the file
 * @return false for a file that cannot be read or is no certificate
 */
LIB61850_API
bool TLSConfiguration_setOwnCertificateFromFile(TLSConfiguration self,
                                                const char *filename);

/**
 * Sets the private key of this side's certificate: RSA of 2 048 bits at least, ECDSA on P-256 or P-384, or Ed25519, as PKCS#8,
 * PKCS#1 or SEC 1, PEM or DER, encrypted or not.
 *
 * @param self the configuration
 * @param key the key, which is copied
 * @param keyLen its octets; a NUL at the end of PEM may be counted or not
 * @param keyPassword the password of an encrypted key; NULL for another
 * @return false for what is no such key, and for a wrong password
 */
LIB61850_API
bool TLSConfiguration_setOwnKey(TLSConfiguration self,
                                uint8_t *key,
                                int keyLen,
                                const char *keyPassword);

/**
 * Sets the private key of this side's certificate from a file; see `TLSConfiguration_setOwnKey`.
 *
 * @param self the configuration
 * @param filename the file
 * @param keyPassword the password of an encrypted key; NULL for another
 * @return false for a file that cannot be read or is no such key, and for a wrong password
 */
LIB61850_API
bool TLSConfiguration_setOwnKeyFromFile(TLSConfiguration self,
                                        const char *filename,
                                        const char *keyPassword);

/**
 * Adds a certificate to those that a peer may have, see TLSConfiguration_setAllowOnlyKnownCertificates.
 *
 * @param self the configuration
 * @param certificate the certificate, PEM or DER, which is copied
 * @param certLen its octets
 * @return false for what is no certificate
 */
LIB61850_API bool TLSConfiguration_addAllowedCertificate(TLSConfiguration self, uint8_t *certificate, int certLen);

/**
 * Adds the certificates of a file to those that a peer may have, see TLSConfiguration_setAllowOnlyKnownCertificates.
 *
 * @param self the configuration
 * @param filename the file, PEM or DER
 * @return false for a file that cannot be read or is no certificate
 */
LIB61850_API bool TLSConfiguration_addAllowedCertificateFromFile(TLSConfiguration self, const char *filename);

/**
 * Adds the certificate of an authority that is trusted. A certificate that is a peer's own is trusted by itself.
 *
 * @param self the configuration
 * @param certificate the certificate, PEM or DER, which is copied
 * @param certLen its octets
 * @return false for what is no certificate
 */
LIB61850_API bool TLSConfiguration_addCACertificate(TLSConfiguration self, uint8_t *certificate, int certLen);

/**
 * Adds the certificates of a file to those of authorities that are trusted.
 *
 * @param self the configuration
 * @param filename the file, PEM or DER
 * @return false for a file that cannot be read or is no certificate
 */
LIB61850_API bool TLSConfiguration_addCACertificateFromFile(TLSConfiguration self, const char *filename);

/**
 * Adds a certificate revocation list (X.509, version 2). A list counts if the authority signed it that issued the certificate in
 * question; out of its time, it makes its authority's certificates unacceptable unless time is not validated.
 *
 * @param self the configuration
 * @param crl the list, PEM or DER, which is copied
 * @param crlLen its octets
 * @return false for what is no list
 */
LIB61850_API
bool TLSConfiguration_addCRL(TLSConfiguration self,
                             uint8_t *crl,
                             int crlLen);

/**
 * Adds the certificate revocation lists of a file; see TLSConfiguration_addCRL.
 *
 * @param self the configuration
 * @param filename the file, PEM or DER
 * @return false for a file that cannot be read or is no list
 */
LIB61850_API bool TLSConfiguration_addCRLFromFile(TLSConfiguration self, const char *filename);

/**
 * Forgets the certificate revocation lists.
 *
 * @param self the configuration
 */
LIB61850_API void TLSConfiguration_resetCRL(TLSConfiguration self);

/**
 * Makes a configuration for clients and servers: TLS 1.2 and 1.3 with all cipher suites that are supported; the peer must show
 * a certificate that is valid now and that an authority issued which is trusted; sessions are resumed for six hours.
 *
 * Any number of connections and servers may share it. A change counts for connections that are made after it.
 *
 * @return the configuration, to be ended with TLSConfiguration_destroy
 */
LIB61850_API
TLSConfiguration TLSConfiguration_create(void);

/**
 * Ends a configuration. Connections and servers that were made with it keep what it holds; their security events are no longer
 * told of.
 *
 * @param self the configuration; NULL and destroyed ones are nothing
 */
LIB61850_API
void TLSConfiguration_destroy(TLSConfiguration self);

/**
 * Has no effect: who connects is the client.
 *
 * @param self the configuration
 */
LIB61850_API void TLSConfiguration_setClientMode(TLSConfiguration self);

/**
 * Sets who learns of security events: sessions that are established, and whatever was refused or is to be warned of.
 *
 * The handler runs as a callback of the connection: for a connect that waits, on the calling thread before it returns, otherwise
 * on a thread of the library (or in a tick). It may call anything. `con` is valid until the connection ends.
 *
 * @param self the configuration
 * @param handler the handler; NULL for none
 * @param parameter what it gets
 */
LIB61850_API
void TLSConfiguration_setEventHandler(TLSConfiguration self,
                                      TLSConfiguration_EventHandler handler,
                                      void *parameter);

/**
 * Sets whether sessions are resumed, which saves the check of certificates. They are by default.
 *
 * @param self the configuration
 * @param enable whether they are
 */
LIB61850_API void TLSConfiguration_enableSessionResumption(TLSConfiguration self, bool enable);

/**
 * Sets for how long after its full handshake a session may be resumed.
 *
 * @param self the configuration
 * @param intervalInSeconds the time in s; 21 600 by default, less than 0 counts as 0
 */
LIB61850_API void TLSConfiguration_setSessionResumptionInterval(TLSConfiguration self, int intervalInSeconds);

/**
 * Sets whether an authority that is trusted must have issued the certificate of a peer, and no revocation list may name it, also
 * when only known certificates are allowed. It must by default. Where others are allowed (see
 * TLSConfiguration_setAllowOnlyKnownCertificates) it must in any case; a known certificate without this is accepted as it is, with
 * a warning event when it is out of its time.
 *
 * @param self the configuration
 * @param value whether it must
 */
LIB61850_API
void TLSConfiguration_setChainValidation(TLSConfiguration self,
                                         bool value);

/**
 * Sets whether certificates and revocation lists must be valid now. They must by default; otherwise a warning event tells.
 *
 * @param self the configuration
 * @param value whether they must
 */
LIB61850_API
void TLSConfiguration_setTimeValidation(TLSConfiguration self,
                                        bool value);

/**
 * Sets whether the certificate of the peer must be one of those that were added with TLSConfiguration_addAllowedCertificate. It
 * need not by default.
 *
 * @param self the configuration
 * @param value whether it must
 */
LIB61850_API
void TLSConfiguration_setAllowOnlyKnownCertificates(TLSConfiguration self,
                                                    bool value);

/**
 * Has no effect: TLS 1.3 knows no renegotiation, and that of 1.2 is refused, since it has been a way to attack. Sessions of both
 * change their keys by themselves before these are worn out.
 *
 * @param self the configuration
 * @param timeInMs ignored
 */
LIB61850_API
void TLSConfiguration_setRenegotiationTime(TLSConfiguration self,
                                           int timeInMs);

/**
 * Sets the lowest version of TLS that is allowed. Versions below 1.2 are never spoken, whether allowed or not.
 *
 * @param self the configuration
 * @param version the version; TLS_VERSION_NOT_SELECTED for the lowest that is supported
 */
LIB61850_API void TLSConfiguration_setMinTlsVersion(TLSConfiguration self, TLSConfigVersion version);

/**
 * Sets the highest version of TLS that is allowed. With one below 1.2 no connection can be made.
 *
 * @param self the configuration
 * @param version the version; TLS_VERSION_NOT_SELECTED for the highest that is supported
 */
LIB61850_API void TLSConfiguration_setMaxTlsVersion(TLSConfiguration self, TLSConfigVersion version);

/**
 * Adds a cipher suite to those that are used, which are all that are supported unless they were cleared before; the order is that
 * of preference. Supported are the suites of TLS 1.3 and, of 1.2, those with ECDHE and AES-GCM or ChaCha20-Poly1305; others are
 * left out, with an error in the log. Where no suite remains, no connection can be made.
 *
 * @param self the configuration
 * @param ciphersuite the number of the suite (`tls_ciphers.h`)
 */
LIB61850_API
void TLSConfiguration_addCipherSuite(TLSConfiguration self,
                                     int ciphersuite);

/**
 * Forgets all cipher suites: only those are used that TLSConfiguration_addCipherSuite adds from now on.
 *
 * @param self the configuration
 */
LIB61850_API void TLSConfiguration_clearCipherSuiteList(TLSConfiguration self);

#ifdef __cplusplus
}
#endif

#endif /* TLS_CONFIG_H_ */
