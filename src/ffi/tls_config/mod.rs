//! tls_config.h: keys, certificates and rules of TLS connections.

mod connection;
mod handle;
mod material;
mod rules;

use std::ffi::{c_char, c_int, c_void};

pub use connection::*;
pub(in crate::ffi) use handle::optional;
pub use material::*;
pub use rules::*;

/// One of the values of [`crate::ffi::enums::TLSConfigVersion`].
pub type TLSConfigVersion = c_int; // C enum
/// One of the values of [`crate::ffi::enums::TLSEventLevel`].
pub type TLSEventLevel = c_int; // C enum

/// Keys, certificates and rules of TLS connections.
pub struct sTLSConfiguration {
    _private: (),
}

/// Keys, certificates and rules of TLS connections.
pub type TLSConfiguration = *mut sTLSConfiguration;

/// A connection secured by TLS.
pub struct sTLSConnection {
    _private: (),
}

/// A connection secured by TLS, as event handlers see it.
pub type TLSConnection = *mut sTLSConnection;

/// Something happened that matters to security.
pub type TLSConfiguration_EventHandler = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        eventLevel: TLSEventLevel,
        eventCode: c_int,
        message: *const c_char,
        con: TLSConnection,
    ),
>;

/// alarm: the peer offers no algorithm that is supported here
pub const TLS_EVENT_CODE_ALM_ALGO_NOT_SUPPORTED: c_int = 1;

/// alarm: the peer does not speak TLS
pub const TLS_EVENT_CODE_ALM_UNSECURE_COMMUNICATION: c_int = 2;

/// alarm: a certificate cannot be had
pub const TLS_EVENT_CODE_ALM_CERT_UNAVAILABLE: c_int = 3;

/// alarm: the certificate is malformed
pub const TLS_EVENT_CODE_ALM_BAD_CERT: c_int = 4;

/// alarm: the certificate is too large
pub const TLS_EVENT_CODE_ALM_CERT_SIZE_EXCEEDED: c_int = 5;

/// alarm: the certificate did not pass validation
pub const TLS_EVENT_CODE_ALM_CERT_VALIDATION_FAILED: c_int = 6;

/// alarm: the peer sent no certificate
pub const TLS_EVENT_CODE_ALM_CERT_REQUIRED: c_int = 7;

/// alarm: the handshake failed for another reason
pub const TLS_EVENT_CODE_ALM_HANDSHAKE_FAILED_UNKNOWN_REASON: c_int = 8;

/// warning: the TLS version is outdated
pub const TLS_EVENT_CODE_WRN_INSECURE_TLS_VERSION: c_int = 9;

/// information: the session was negotiated anew
pub const TLS_EVENT_CODE_INF_SESSION_RENEGOTIATION: c_int = 10;

/// alarm: the certificate has expired
pub const TLS_EVENT_CODE_ALM_CERT_EXPIRED: c_int = 11;

/// alarm: the certificate is revoked
pub const TLS_EVENT_CODE_ALM_CERT_REVOKED: c_int = 12;

/// alarm: the certificate is not among the allowed ones
pub const TLS_EVENT_CODE_ALM_CERT_NOT_CONFIGURED: c_int = 13;

/// alarm: no trusted authority issued the certificate
pub const TLS_EVENT_CODE_ALM_CERT_NOT_TRUSTED: c_int = 14;

/// alarm: no cipher suite in common
pub const TLS_EVENT_CODE_ALM_NO_CIPHER: c_int = 15;

/// information: a session is established
pub const TLS_EVENT_CODE_INF_SESSION_ESTABLISHED: c_int = 16;

/// warning: an accepted certificate has expired
pub const TLS_EVENT_CODE_WRN_CERT_EXPIRED: c_int = 17;

/// warning: an accepted certificate is not valid yet
pub const TLS_EVENT_CODE_WRN_CERT_NOT_YET_VALID: c_int = 18;

/// warning: the revocation list has expired
pub const TLS_EVENT_CODE_WRN_CRL_EXPIRED: c_int = 19;

/// warning: the revocation list is not valid yet
pub const TLS_EVENT_CODE_WRN_CRL_NOT_YET_VALID: c_int = 20;
