//! The types of the ISO parameters.

use std::ffi::{c_char, c_int, c_void};

use crate::ffi::mms_common::IsoApplicationReference;
use crate::ffi::support::BoolArg;
#[cfg(feature = "tls-field")]
use crate::ffi::tls_config::TLSConfiguration;

/// Whether [`sIsoConnectionParameters`] has a field for TLS behind its first one. It has none (160 octets), as in the headers that
/// client code is compiled with. Programs that were compiled with 1 (168 octets) and access the fields themselves need a library
/// that is built with `--features tls-field`, and are compiled with 1 again; the functions work either way.
pub const CONFIG_MMS_SUPPORT_TLS: c_int = 0;

/// One of the values of [`crate::ffi::enums::AcseAuthenticationMechanism`].
pub type AcseAuthenticationMechanism = c_int; // C enum

/// A password.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sAcsePassword {
    /// its octets
    pub octetString: *mut u8,
    /// how many there are
    pub passwordLength: c_int,
}

/// A certificate in DER.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sAcseCertificate {
    /// its octets
    pub buf: *mut u8,
    /// how many there are
    pub length: c_int,
}

/// What proves the identity; the mechanism tells which.
#[repr(C)]
#[derive(Clone, Copy)]
pub union uAcseAuthenticationValue {
    /// for ACSE_AUTH_PASSWORD
    pub password: sAcsePassword,
    /// for ACSE_AUTH_CERTIFICATE and ACSE_AUTH_TLS
    pub certificate: sAcseCertificate,
}

/// How a client proves who it is.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct sAcseAuthenticationParameter {
    /// the mechanism
    pub mechanism: AcseAuthenticationMechanism,
    /// its value
    pub value: uAcseAuthenticationValue,
}

/// How a client proves who it is.
pub type AcseAuthenticationParameter = *mut sAcseAuthenticationParameter;

/// Decides whether a client may associate; may leave a token in `securityToken`.
pub type AcseAuthenticator = Option<
    unsafe extern "C" fn(
        parameter: *mut c_void,
        authParameter: AcseAuthenticationParameter,
        securityToken: *mut *mut c_void,
        appReference: *mut IsoApplicationReference,
    ) -> BoolArg,
>;

/// A transport selector.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct TSelector {
    /// how many octets it has
    pub size: u8,
    /// the octets
    pub value: [u8; 4],
}

/// A session selector.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct SSelector {
    /// how many octets it has
    pub size: u8,
    /// the octets
    pub value: [u8; 16],
}

/// A presentation selector.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct PSelector {
    /// how many octets it has
    pub size: u8,
    /// the octets
    pub value: [u8; 16],
}

/// The addresses of both sides, from TCP up to ACSE.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct sIsoConnectionParameters {
    /// the authentication, or NULL
    pub acseAuthParameter: AcseAuthenticationParameter,
    /// keys and rules of TLS, or NULL
    #[cfg(feature = "tls-field")]
    pub tlsConfiguration: TLSConfiguration,
    /// the peer's host name or IP address
    pub hostname: *const c_char,
    /// the peer's TCP port
    pub tcpPort: c_int,
    /// the own IP address, or NULL
    pub localIpAddress: *const c_char,
    /// the own TCP port, or -1
    pub localTcpPort: c_int,
    /// the peer's AP-title, as encoded object identifier
    pub remoteApTitle: [u8; 10],
    /// how many octets it has, 0 for none
    pub remoteApTitleLen: c_int,
    /// the peer's AE-qualifier
    pub remoteAEQualifier: c_int,
    /// the peer's presentation selector
    pub remotePSelector: PSelector,
    /// the peer's session selector
    pub remoteSSelector: SSelector,
    /// the peer's transport selector
    pub remoteTSelector: TSelector,
    /// the own AP-title, as encoded object identifier
    pub localApTitle: [u8; 10],
    /// how many octets it has, 0 for none
    pub localApTitleLen: c_int,
    /// the own AE-qualifier
    pub localAEQualifier: c_int,
    /// the own presentation selector
    pub localPSelector: PSelector,
    /// the own session selector
    pub localSSelector: SSelector,
    /// the own transport selector
    pub localTSelector: TSelector,
}

/// The addresses of both sides, from TCP up to ACSE.
pub type IsoConnectionParameters = *mut sIsoConnectionParameters;

#[cfg(test)]
mod tests {
    use std::mem::{offset_of, size_of};

    use super::*;

    #[test]
    fn the_authentication_parameter_has_the_layout_of_c() {
        assert_eq!(size_of::<sAcseAuthenticationParameter>(), 24);
        assert_eq!(offset_of!(sAcseAuthenticationParameter, value), 8);
        assert_eq!(offset_of!(sAcsePassword, passwordLength), 8);
        assert_eq!(offset_of!(sAcseCertificate, length), 8);
    }

    #[test]
    fn selectors_have_the_layout_of_c() {
        assert_eq!((size_of::<TSelector>(), size_of::<SSelector>(), size_of::<PSelector>()), (5, 17, 17));
    }

    #[test]
    fn the_connection_parameters_have_the_layout_of_c() {
        let field = if cfg!(feature = "tls-field") { 8 } else { 0 };
        assert_eq!(size_of::<sIsoConnectionParameters>(), 160 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, hostname), 8 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, localIpAddress), 24 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, remoteApTitle), 36 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, remotePSelector), 56 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, remoteTSelector), 90 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, localApTitle), 95 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, localAEQualifier), 112 + field);
        assert_eq!(offset_of!(sIsoConnectionParameters, localTSelector), 150 + field);
    }
}
