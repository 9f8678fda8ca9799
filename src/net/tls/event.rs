//! What happens on TLS connections that matters to security, and about whom it is told.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use rustls::{CertificateError, Error, InvalidMessage, PeerIncompatible};

use super::suites::TlsVersion;

/// How serious an event is, with the numbers of the C interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsLevel {
    /// For information.
    Info = 0,
    /// To be looked at.
    Warning = 1,
    /// A security incident.
    Incident = 2,
}

/// What happened, with the numbers of the C interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsEventCode {
    /// The peer offers no algorithm that is supported here.
    AlgorithmNotSupported = 1,
    /// The peer does not speak TLS, or no version that is allowed.
    UnsecureCommunication = 2,
    /// A certificate cannot be had.
    CertificateUnavailable = 3,
    /// The certificate is malformed.
    BadCertificate = 4,
    /// The certificate is too large.
    CertificateSizeExceeded = 5,
    /// The certificate did not pass validation.
    CertificateValidationFailed = 6,
    /// The handshake failed for another reason.
    HandshakeFailed = 8,
    /// The certificate has expired, or is not valid yet.
    CertificateExpired = 11,
    /// The certificate is revoked.
    CertificateRevoked = 12,
    /// The certificate is not among the allowed ones.
    CertificateNotConfigured = 13,
    /// No trusted authority issued the certificate.
    CertificateNotTrusted = 14,
    /// No cipher suite in common.
    NoCipher = 15,
    /// A session is established.
    SessionEstablished = 16,
    /// An accepted certificate has expired.
    AcceptedCertificateExpired = 17,
    /// An accepted certificate is not valid yet.
    AcceptedCertificateNotYetValid = 18,
    /// A revocation list has expired.
    CrlExpired = 19,
    /// A revocation list is not valid yet.
    CrlNotYetValid = 20,
}

impl TlsEventCode {
    fn level(self) -> TlsLevel {
        match self {
            Self::SessionEstablished => TlsLevel::Info,
            Self::AcceptedCertificateExpired
            | Self::AcceptedCertificateNotYetValid
            | Self::CrlExpired
            | Self::CrlNotYetValid => TlsLevel::Warning,
            _ => TlsLevel::Incident,
        }
    }
}

/// One event of a TLS connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsEvent {
    /// How serious it is.
    pub level: TlsLevel,
    /// What it is.
    pub code: TlsEventCode,
    /// For people.
    pub message: String,
}

impl TlsEvent {
    pub(super) fn new(code: TlsEventCode, message: impl Into<String>) -> Self {
        Self { level: code.level(), code, message: message.into() }
    }

    /// What an error of the handshake, or of the secured connection, means: the reason first, then, where it is about the
    /// certificate of the peer, that it was refused. What the peer refuses is a failed handshake, whatever its alert says.
    pub(super) fn of(error: &Error) -> Vec<Self> {
        let code = code(error);
        let mut events = vec![Self::new(code, words(error))];
        match code {
            TlsEventCode::CertificateExpired
            | TlsEventCode::CertificateRevoked
            | TlsEventCode::CertificateNotTrusted => {
                let verdict = TlsEventCode::CertificateValidationFailed;
                events.push(Self::new(verdict, "the peer's certificate is refused"));
            }
            TlsEventCode::CertificateNotConfigured => {
                events.push(Self::new(TlsEventCode::HandshakeFailed, "the peer's certificate is refused"));
            }
            _ => {}
        }
        events
    }
}

/// Called with each event of the connections of a configuration. As a callback: with no lock held.
pub type TlsEventHandler = Arc<dyn Fn(&TlsEvent, &Arc<TlsPeer>) + Send + Sync>;

/// The other end of a TLS connection.
pub struct TlsPeer {
    pub(super) address: SocketAddr,
    pub(super) certificate: OnceLock<Vec<u8>>,
    pub(super) version: OnceLock<TlsVersion>,
    /// What the upper layers tie to the connection; dropped with it.
    pub attachment: OnceLock<Box<dyn Any + Send + Sync>>,
}

impl TlsPeer {
    pub(super) fn new(address: SocketAddr) -> Arc<Self> {
        let (certificate, version) = (OnceLock::new(), OnceLock::new());
        Arc::new(Self { address, certificate, version, attachment: OnceLock::new() })
    }

    /// Its address and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate that it showed (X.509, DER), whether it was accepted or not.
    pub fn certificate(&self) -> Option<&[u8]> {
        self.certificate.get().map(Vec::as_slice)
    }

    /// The version that was negotiated; None before.
    pub fn version(&self) -> Option<TlsVersion> {
        self.version.get().copied()
    }
}

impl std::fmt::Debug for TlsPeer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsPeer").field("address", &self.address).field("version", &self.version()).finish()
    }
}

/// An error in words.
pub(super) fn words(error: &Error) -> String {
    match error {
        Error::InvalidCertificate(error) => format!("the peer's certificate {}", verdict(error)),
        error => error.to_string(),
    }
}

fn verdict(error: &CertificateError) -> String {
    let text = match error {
        CertificateError::ApplicationVerificationFailure => "is not one of the allowed ones",
        CertificateError::UnknownIssuer => "was not issued by a trusted authority",
        CertificateError::Revoked => "is revoked",
        CertificateError::BadEncoding => "is malformed",
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "or that of its authority has expired"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "or that of its authority is not valid yet"
        }
        CertificateError::Other(other) => return format!("is refused: {other}"),
        error => return format!("is refused: {error}"),
    };
    text.to_owned()
}

fn code(error: &Error) -> TlsEventCode {
    match error {
        Error::InvalidCertificate(error) => certificate_code(error),
        Error::NoCertificatesPresented => TlsEventCode::CertificateUnavailable,
        Error::InvalidMessage(InvalidMessage::CertificatePayloadTooLarge) => {
            TlsEventCode::CertificateSizeExceeded
        }
        Error::PeerIncompatible(incompatible) => match incompatible {
            PeerIncompatible::NoCipherSuitesInCommon => TlsEventCode::NoCipher,
            PeerIncompatible::NoCertificateRequestSignatureSchemesInCommon
            | PeerIncompatible::NoSignatureSchemesInCommon
            | PeerIncompatible::NoKxGroupsInCommon
            | PeerIncompatible::NamedGroupsExtensionRequired
            | PeerIncompatible::SignatureAlgorithmsExtensionRequired => TlsEventCode::AlgorithmNotSupported,
            _ => TlsEventCode::HandshakeFailed,
        },
        // What comes from a peer that does not speak TLS at all.
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        ) => TlsEventCode::UnsecureCommunication,
        _ => TlsEventCode::HandshakeFailed,
    }
}

fn certificate_code(error: &CertificateError) -> TlsEventCode {
    match error {
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => TlsEventCode::CertificateExpired,
        CertificateError::Revoked => TlsEventCode::CertificateRevoked,
        CertificateError::UnknownIssuer => TlsEventCode::CertificateNotTrusted,
        CertificateError::ApplicationVerificationFailure => TlsEventCode::CertificateNotConfigured,
        CertificateError::BadEncoding => TlsEventCode::BadCertificate,
        _ => TlsEventCode::CertificateValidationFailed,
    }
}
