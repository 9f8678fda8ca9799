/*
 * iso_connection_parameters.h: how a client addresses its peer below MMS, and how it proves who it is.
 *
 * Made from src/ffi/iso_connection_parameters by tests/headers.rs; do not edit.
 */

#ifndef ISO_CONNECTION_PARAMETERS_H_
#define ISO_CONNECTION_PARAMETERS_H_

#include "libiec61850_common_api.h"
#include "mms_common.h"
#include "tls_config.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a client proves who it is when it associates. */
typedef enum AcseAuthenticationMechanism {
  /** not at all */
  ACSE_AUTH_NONE = 0,
  /** by password */
  ACSE_AUTH_PASSWORD = 1,
  /** by certificate, in the association request */
  ACSE_AUTH_CERTIFICATE = 2,
  /** by the certificate of the TLS session */
  ACSE_AUTH_TLS = 3,
} AcseAuthenticationMechanism;

/** How a client proves who it is. */
typedef struct sAcseAuthenticationParameter *AcseAuthenticationParameter;

/** The addresses of both sides, from TCP up to ACSE. */
typedef struct sIsoConnectionParameters *IsoConnectionParameters;

/**
 * Whether `sIsoConnectionParameters` has a field for TLS behind its first one. It has none (160 octets), as in the headers that
 * client code is compiled with. Programs that were compiled with 1 (168 octets) and access the fields themselves need a library
 * that is built with `--features tls-field`, and are compiled with 1 again; the functions work either way.
 */
#ifndef CONFIG_MMS_SUPPORT_TLS
#define CONFIG_MMS_SUPPORT_TLS 0
#endif

/** A password. */
struct sAcsePassword {
  /** its octets */
  uint8_t *octetString;
  /** how many there are */
  int passwordLength;
};

/** A certificate in DER. */
struct sAcseCertificate {
  /** its octets */
  uint8_t *buf;
  /** how many there are */
  int length;
};

/** What proves the identity; the mechanism tells which. */
union uAcseAuthenticationValue {
  /** for ACSE_AUTH_PASSWORD */
  struct sAcsePassword password;
  /** for ACSE_AUTH_CERTIFICATE and ACSE_AUTH_TLS */
  struct sAcseCertificate certificate;
};

/** How a client proves who it is. */
struct sAcseAuthenticationParameter {
  /** the mechanism */
  AcseAuthenticationMechanism mechanism;
  /** its value */
  union uAcseAuthenticationValue value;
};

/** A presentation selector. */
typedef struct PSelector {
  /** how many octets it has */
  uint8_t size;
  /** the octets */
  uint8_t value[16];
} PSelector;

/** A session selector. */
typedef struct SSelector {
  /** how many octets it has */
  uint8_t size;
  /** the octets */
  uint8_t value[16];
} SSelector;

/** A transport selector. */
typedef struct TSelector {
  /** how many octets it has */
  uint8_t size;
  /** the octets */
  uint8_t value[4];
} TSelector;

/** The addresses of both sides, from TCP up to ACSE. */
struct sIsoConnectionParameters {
  /** the authentication, or NULL */
  AcseAuthenticationParameter acseAuthParameter;
#if (CONFIG_MMS_SUPPORT_TLS == 1)
  /** keys and rules of TLS, or NULL */
  TLSConfiguration tlsConfiguration;
#endif
  /** the peer's host name or IP address */
  const char *hostname;
  /** the peer's TCP port */
  int tcpPort;
  /** the own IP address, or NULL */
  const char *localIpAddress;
  /** the own TCP port, or -1 */
  int localTcpPort;
  /** the peer's AP-title, as encoded object identifier */
  uint8_t remoteApTitle[10];
  /** how many octets it has, 0 for none */
  int remoteApTitleLen;
  /** the peer's AE-qualifier */
  int remoteAEQualifier;
  /** the peer's presentation selector */
  struct PSelector remotePSelector;
  /** the peer's session selector */
  struct SSelector remoteSSelector;
  /** the peer's transport selector */
  struct TSelector remoteTSelector;
  /** the own AP-title, as encoded object identifier */
  uint8_t localApTitle[10];
  /** how many octets it has, 0 for none */
  int localApTitleLen;
  /** the own AE-qualifier */
  int localAEQualifier;
  /** the own presentation selector */
  struct PSelector localPSelector;
  /** the own session selector */
  struct SSelector localSSelector;
  /** the own transport selector */
  struct TSelector localTSelector;
};

/** Decides whether a client may associate; may leave a token in `securityToken`. */
typedef bool (*AcseAuthenticator)(void *parameter,
                                  AcseAuthenticationParameter authParameter,
                                  void **securityToken,
                                  IsoApplicationReference *appReference);

/**
 * The AE-qualifier of an application.
 *
 * @param self the application
 * @return its AE-qualifier
 */
LIB61850_API int IsoApplicationReference_getAeQualifier(IsoApplicationReference self);

/**
 * The AP-title of an application.
 *
 * @param self the application
 * @return its AP-title, which belongs to it; NULL for NULL
 */
LIB61850_API const ItuObjectIdentifier *IsoApplicationReference_getApTitle(const IsoApplicationReference *self);

/**
 * How many arcs an object identifier has.
 *
 * @param self the object identifier
 * @return the number of arcs; 0 for NULL
 */
LIB61850_API int ItuObjectIdentifier_getArcCount(ItuObjectIdentifier *self);

/**
 * The arcs of an object identifier, from the root.
 *
 * @param self the object identifier
 * @return its arcs, which belong to it; NULL for NULL
 */
LIB61850_API const uint16_t *ItuObjectIdentifier_getArc(ItuObjectIdentifier *self);

/**
 * Makes the parameters of an authentication; without password, and without mechanism.
 *
 * @return the parameters, to be ended with AcseAuthenticationParameter_destroy
 */
LIB61850_API AcseAuthenticationParameter AcseAuthenticationParameter_create(void);

/**
 * Ends the parameters of an authentication, with their password. Connections that have them must not connect any more.
 * NULL is nothing.
 *
 * @param self the parameters
 */
LIB61850_API void AcseAuthenticationParameter_destroy(AcseAuthenticationParameter self);

/**
 * Sets how the client proves who it is. This version knows ACSE_AUTH_NONE and ACSE_AUTH_PASSWORD; with another one it
 * associates without authentication.
 *
 * @param self the parameters
 * @param mechanism the mechanism
 */
LIB61850_API
void AcseAuthenticationParameter_setAuthMechanism(AcseAuthenticationParameter self,
                                                  AcseAuthenticationMechanism mechanism);

/**
 * How the client proves who it is.
 *
 * @param self the parameters
 * @return the mechanism; ACSE_AUTH_NONE for NULL
 */
LIB61850_API
AcseAuthenticationMechanism AcseAuthenticationParameter_getAuthMechanism(AcseAuthenticationParameter self);

/**
 * Sets the password. The mechanism stays as it is.
 *
 * @param self the parameters
 * @param password the password, which is copied; NULL for none
 */
LIB61850_API void AcseAuthenticationParameter_setPassword(AcseAuthenticationParameter self, char *password);

/**
 * The password.
 *
 * @param self the parameters
 * @return the password, which belongs to the parameters; NULL without one, or with another mechanism than
 * ACSE_AUTH_PASSWORD
 */
LIB61850_API const char *AcseAuthenticationParameter_getPassword(AcseAuthenticationParameter self);

/**
 * The length of the password.
 *
 * @param self the parameters
 * @return its length; 0 without one, or with another mechanism than ACSE_AUTH_PASSWORD
 */
LIB61850_API int AcseAuthenticationParameter_getPasswordLength(AcseAuthenticationParameter self);

/**
 * Makes parameters in which nothing is set.
 *
 * @return the parameters, to be ended with IsoConnectionParameters_destroy
 */
LIB61850_API IsoConnectionParameters IsoConnectionParameters_create(void);

/**
 * Ends parameters that IsoConnectionParameters_create made; those of a connection end with it. NULL is nothing.
 *
 * @param self the parameters
 */
LIB61850_API void IsoConnectionParameters_destroy(IsoConnectionParameters self);

/**
 * Sets how the client proves who it is.
 *
 * @param self the parameters
 * @param acseAuthParameter the authentication, which stays the caller's and must live until the connection has made its
 * last connect; NULL for none
 */
LIB61850_API
void IsoConnectionParameters_setAcseAuthenticationParameter(IsoConnectionParameters self,
                                                            AcseAuthenticationParameter acseAuthParameter);

/**
 * Sets the peer's TCP address. A connect that is given one uses that.
 *
 * @param self the parameters
 * @param hostname host name or IP address, which is not copied and must live as long as the parameters; NULL for none
 * @param tcpPort the TCP port
 */
LIB61850_API
void IsoConnectionParameters_setTcpParameters(IsoConnectionParameters self,
                                              const char *hostname,
                                              int tcpPort);

/**
 * Sets the own TCP address that the next connect binds to.
 *
 * @param self the parameters
 * @param localIpAddress an IPv4 or IPv6 literal, which is copied; NULL for any
 * @param localTcpPort the TCP port; 0 or less lets the system choose
 */
LIB61850_API
void IsoConnectionParameters_setLocalTcpParameters(IsoConnectionParameters self,
                                                   const char *localIpAddress,
                                                   int localTcpPort);

/**
 * Sets the peer's AP-title and AE-qualifier.
 *
 * @param self the parameters
 * @param apTitle the AP-title as `1.3.9999.13`, of at most ten octets when encoded; NULL or a text that is none for no
 * AP-title, and then no AE-qualifier is sent either
 * @param aeQualifier the AE-qualifier
 */
LIB61850_API
void IsoConnectionParameters_setRemoteApTitle(IsoConnectionParameters self,
                                              const char *apTitle,
                                              int aeQualifier);

/**
 * Sets the peer's selectors.
 *
 * @param self the parameters
 * @param pSelector presentation selector; none when its size is 0
 * @param sSelector session selector; none when its size is 0
 * @param tSelector transport selector; none when its size is 0
 */
LIB61850_API
void IsoConnectionParameters_setRemoteAddresses(IsoConnectionParameters self,
                                                PSelector pSelector,
                                                SSelector sSelector,
                                                TSelector tSelector);

/**
 * Sets the own AP-title and AE-qualifier.
 *
 * @param self the parameters
 * @param apTitle the AP-title as `1.3.9999.13`, of at most ten octets when encoded; NULL or a text that is none for no
 * AP-title, and then no AE-qualifier is sent either
 * @param aeQualifier the AE-qualifier
 */
LIB61850_API
void IsoConnectionParameters_setLocalApTitle(IsoConnectionParameters self,
                                             const char *apTitle,
                                             int aeQualifier);

/**
 * Sets the own selectors.
 *
 * @param self the parameters
 * @param pSelector presentation selector; none when its size is 0
 * @param sSelector session selector; none when its size is 0
 * @param tSelector transport selector; none when its size is 0
 */
LIB61850_API
void IsoConnectionParameters_setLocalAddresses(IsoConnectionParameters self,
                                               PSelector pSelector,
                                               SSelector sSelector,
                                               TSelector tSelector);

/**
 * Sets the keys and rules of TLS for the next connect of the connection that the parameters belong to.
 *
 * @param self the parameters
 * @param tlsConfig keys and rules; NULL for a connection in the clear. What is no TLS configuration changes nothing
 */
LIB61850_API
void IsoConnectionParameters_setTlsConfiguration(IsoConnectionParameters self,
                                                 TLSConfiguration tlsConfig);

#ifdef __cplusplus
}
#endif

#endif /* ISO_CONNECTION_PARAMETERS_H_ */
