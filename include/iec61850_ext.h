/*
 * iec61850_ext.h: what this library has beyond libiec61850 1.6.1.
 *
 * Made from src/ffi/iec61850_ext by tests/headers.rs; do not edit.
 */

#ifndef IEC61850_EXT_H_
#define IEC61850_EXT_H_

#include "libiec61850_common_api.h"
#include "iec61850_client.h"
#include "iec61850_server.h"
#include "mms_client_connection.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A layer of the connection, from the network upwards. */
typedef enum Iec61850Layer {
  /** this program asked for it: close, abort, release, destroy */
  IEC61850_LAYER_LOCAL = 0,
  /** look-up of the host name, TCP */
  IEC61850_LAYER_TCP = 1,
  /** TLS (IEC 62351-3) */
  IEC61850_LAYER_TLS = 2,
  /** RFC 1006 */
  IEC61850_LAYER_TPKT = 3,
  /** ISO 8073 transport */
  IEC61850_LAYER_COTP = 4,
  /** ISO 8327 session */
  IEC61850_LAYER_SESSION = 5,
  /** ISO 8823 presentation */
  IEC61850_LAYER_PRESENTATION = 6,
  /** ISO 8650 association control */
  IEC61850_LAYER_ACSE = 7,
  /** ISO 9506 */
  IEC61850_LAYER_MMS = 8,
} Iec61850Layer;

/** Room for the text of a failure, its NUL included. */
#define IEC61850_FAILURE_TEXT_SIZE 200

/** Why an association could not be made, or ended. */
typedef struct Iec61850Failure {
  /** the layer that refused or failed */
  Iec61850Layer layer;
  /**
   * that layer's own code, 0 where it has none: errno for TCP; the reason of a disconnect or error TPDU for COTP; the reason
   * of a refuse or abort for session and presentation; the diagnostic for ACSE; the error code for MMS
   */
  int code;
  /** the same in words */
  char text[200];
} Iec61850Failure;

/**
 * Why the last association of a connection could not be made, or ended.
 *
 * @param self the connection
 * @param failure becomes the failure; may be NULL. Left alone when there is none
 * @return whether there is a failure: not before the first connect, and not while an association is being opened or is up
 */
LIB61850_API
bool IedConnection_getLastFailure(IedConnection self,
                                  Iec61850Failure *failure);

/**
 * Why the last association of a connection could not be made, or ended.
 *
 * @param self the connection
 * @param failure becomes the failure; may be NULL. Left alone when there is none
 * @return whether there is a failure: not before the first connect, and not while an association is being opened or is up
 */
LIB61850_API
bool MmsConnection_getLastFailure(MmsConnection self,
                                  Iec61850Failure *failure);

/**
 * Sets the size of TPDUs (ISO 8073) that the next connect proposes, 8192 octets otherwise; also of the IedConnection to which
 * the connection belongs.
 *
 * @param self the connection
 * @param octets 128, 256, 512, 1024, 2048, 4096 or 8192; values between them count as the next smaller one; 0 leaves the
 * parameter out, which some devices need and which stands for 128
 */
LIB61850_API
void MmsConnection_setTpduSize(MmsConnection self,
                               int octets);

/**
 * The name of a layer.
 *
 * @param layer the layer
 * @return its name, which is static; "unknown" for a number that is none
 */
LIB61850_API const char *Iec61850Layer_toString(Iec61850Layer layer);

/**
 * Writes all that goes over a connection to a pcapng file, which Wireshark decodes as MMS; of connections with TLS the plain
 * text. Begins with the association that is up, if any, and goes on over all later ones, until it is stopped or the connection
 * is destroyed. The TCP packets are made up around the octets; servers are shown with port 102, where Wireshark expects MMS,
 * and a comment at the first packet tells the real one. The file is behind by the blink of an eye only, and may be opened
 * while it grows. An error of the disk ends the capture, never the connection.
 *
 * @param self the connection
 * @param filename the file, which is replaced
 * @return false for a file that cannot be written, and for no connection
 */
LIB61850_API
bool IedConnection_startCapture(IedConnection self,
                                const char *filename);

/**
 * Ends the capture of a connection, when everything is in the file.
 *
 * @param self the connection
 * @return whether everything is; false as well where there is no capture
 */
LIB61850_API bool IedConnection_stopCapture(IedConnection self);

/**
 * Writes all that goes over a connection to a pcapng file; see IedConnection_startCapture.
 *
 * @param self the connection
 * @param filename the file, which is replaced
 * @return false for a file that cannot be written, and for no connection
 */
LIB61850_API bool MmsConnection_startCapture(MmsConnection self, const char *filename);

/**
 * Ends the capture of a connection, when everything is in the file.
 *
 * @param self the connection
 * @return whether everything is; false as well where there is no capture
 */
LIB61850_API bool MmsConnection_stopCapture(MmsConnection self);

/**
 * Writes all that goes over the connections of a server to one pcapng file; see IedConnection_startCapture.
 *
 * @param self the server, running or not
 * @param filename the file, which is replaced
 * @return false for a file that cannot be written, and for no server
 */
LIB61850_API bool IedServer_startCapture(IedServer self, const char *filename);

/**
 * Ends the capture of a server, when everything is in the file.
 *
 * @param self the server
 * @return whether everything is; false as well where there is no capture
 */
LIB61850_API bool IedServer_stopCapture(IedServer self);

/**
 * Allows or forbids requests ahead of what the program asks for, within the negotiated number of outstanding calls (allowed
 * from the start): IedConnection_getFile asks for up to three further parts of a file while it hands one over, and who asks
 * IedConnection_getVariableSpecification for one variable after the other, in the order of a model that was fetched, finds the
 * next types on their way. Results are the same either way. To be forbidden for devices that cannot have several requests, and
 * for captures of files: Wireshark takes a request amid the TPDUs of an answer for a part of it.
 *
 * @param self the connection
 * @param allowed false: there is never more than the one request that the program waits for
 */
LIB61850_API
void IedConnection_setLookAhead(IedConnection self,
                                bool allowed);

#ifdef __cplusplus
}
#endif

#endif /* IEC61850_EXT_H_ */
