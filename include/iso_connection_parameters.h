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

/** Whether `sIsoConnectionParameters` has a field for TLS: client code sees it without. */
#define CONFIG_MMS_SUPPORT_TLS 0

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

/** Decides whether a client may associate; may leave a token in `securityToken`. */
typedef bool (*AcseAuthenticator)(void *parameter,
                                  AcseAuthenticationParameter authParameter,
                                  void **securityToken,
                                  IsoApplicationReference *appReference);

/** A transport selector. */
typedef struct TSelector {
  /** how many octets it has */
  uint8_t size;
  /** the octets */
  uint8_t value[4];
} TSelector;

/** A session selector. */
typedef struct SSelector {
  /** how many octets it has */
  uint8_t size;
  /** the octets */
  uint8_t value[16];
} SSelector;

/** A presentation selector. */
typedef struct PSelector {
  /** how many octets it has */
  uint8_t size;
  /** the octets */
  uint8_t value[16];
} PSelector;

/** The addresses of both sides, from TCP up to ACSE. */
struct sIsoConnectionParameters {
  /** the authentication, or NULL */
  AcseAuthenticationParameter acseAuthParameter;
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

#ifdef __cplusplus
}
#endif

#endif /* ISO_CONNECTION_PARAMETERS_H_ */
