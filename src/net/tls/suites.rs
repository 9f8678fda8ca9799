//! Versions and cipher suites: from what the user allows to what rustls has.

use rustls::crypto::ring::ALL_CIPHER_SUITES;
use rustls::version::{TLS12, TLS13};
use rustls::{CipherSuite, ProtocolVersion, SupportedCipherSuite, SupportedProtocolVersion};

/// A version of the protocol, with the numbers of the C interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TlsVersion {
    /// SSL 3.0, never spoken here.
    Ssl30 = 3,
    /// TLS 1.0, never spoken here.
    Tls10 = 4,
    /// TLS 1.1, never spoken here.
    Tls11 = 5,
    /// TLS 1.2.
    Tls12 = 6,
    /// TLS 1.3.
    Tls13 = 7,
}

impl TlsVersion {
    pub(super) fn of(version: ProtocolVersion) -> Option<Self> {
        match version {
            ProtocolVersion::SSLv3 => Some(Self::Ssl30),
            ProtocolVersion::TLSv1_0 => Some(Self::Tls10),
            ProtocolVersion::TLSv1_1 => Some(Self::Tls11),
            ProtocolVersion::TLSv1_2 => Some(Self::Tls12),
            ProtocolVersion::TLSv1_3 => Some(Self::Tls13),
            _ => None,
        }
    }
}

/// The versions from `min` to `max` that are spoken here.
pub(super) fn versions(
    min: Option<TlsVersion>,
    max: Option<TlsVersion>,
) -> Vec<&'static SupportedProtocolVersion> {
    [(TlsVersion::Tls13, &TLS13), (TlsVersion::Tls12, &TLS12)]
        .into_iter()
        .filter(|(version, _)| min.is_none_or(|min| *version >= min) && max.is_none_or(|max| *version <= max))
        .map(|(_, supported)| supported)
        .collect()
}

/// The numbers of all suites that there are.
pub(super) fn all() -> Vec<u16> {
    ALL_CIPHER_SUITES.iter().map(|suite| suite.suite().into()).collect()
}

/// The chosen suites that there are, in the order of choice.
pub(super) fn suites(chosen: &[u16]) -> Vec<SupportedCipherSuite> {
    chosen.iter().filter_map(|number| suite(*number)).collect()
}

/// A suite by its number in IANA's registry.
pub(super) fn suite(number: u16) -> Option<SupportedCipherSuite> {
    ALL_CIPHER_SUITES.iter().find(|suite| suite.suite() == CipherSuite::from(number)).copied()
}
