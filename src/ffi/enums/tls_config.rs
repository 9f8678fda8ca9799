//! The enums of tls_config.h.

/// A version of the TLS protocol.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TLSConfigVersion {
    /// no version chosen
    TLS_VERSION_NOT_SELECTED = 0,
    /// SSL 3.0, never to be used
    TLS_VERSION_SSL_3_0 = 3,
    /// TLS 1.0
    TLS_VERSION_TLS_1_0 = 4,
    /// TLS 1.1
    TLS_VERSION_TLS_1_1 = 5,
    /// TLS 1.2
    TLS_VERSION_TLS_1_2 = 6,
    /// TLS 1.3
    TLS_VERSION_TLS_1_3 = 7,
}

/// How serious a TLS event is.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TLSEventLevel {
    /// for information
    TLS_SEC_EVT_INFO = 0,
    /// to be looked at
    TLS_SEC_EVT_WARNING = 1,
    /// a security incident
    TLS_SEC_EVT_INCIDENT = 2,
}
