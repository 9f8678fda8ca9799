//! The enums of iso_connection_parameters.h.

/// How a client proves who it is when it associates.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcseAuthenticationMechanism {
    /// not at all
    ACSE_AUTH_NONE = 0,
    /// by password
    ACSE_AUTH_PASSWORD = 1,
    /// by certificate, in the association request
    ACSE_AUTH_CERTIFICATE = 2,
    /// by the certificate of the TLS session
    ACSE_AUTH_TLS = 3,
}
