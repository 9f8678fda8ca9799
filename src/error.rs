//! The core's error: what went wrong, in which layer, with the cause as the peer or the system gave it.

use std::fmt;

use thiserror::Error;

use crate::ber::BerError;

/// Where a failure arose, from the network upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Name resolution and TCP.
    Tcp,
    /// TLS (IEC 62351-3).
    Tls,
    /// RFC 1006.
    Tpkt,
    /// ISO 8073 transport.
    Cotp,
    /// ISO 8327 session.
    Session,
    /// ISO 8823 presentation.
    Presentation,
    /// ISO 8650 association control.
    Acse,
    /// ISO 9506 MMS.
    Mms,
    /// This program asked for it (close, abort, destroy).
    Local,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
            Self::Tpkt => "TPKT",
            Self::Cotp => "COTP",
            Self::Session => "session",
            Self::Presentation => "presentation",
            Self::Acse => "ACSE",
            Self::Mms => "MMS",
            Self::Local => "local",
        })
    }
}

/// Why an association could not be made or ended: layer, the code of that layer, and words for the log.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{layer}: {text} (code {code})")]
pub struct Failure {
    /// The layer that refused or failed.
    pub layer: Layer,
    /// That layer's own code: errno, COTP reason, session reason, ACSE diagnostic …; 0 where it has none.
    pub code: i32,
    /// For people.
    pub text: String,
}

impl Failure {
    /// A failure of `layer` with its code.
    pub fn new(layer: Layer, code: i32, text: impl Into<String>) -> Self {
        Self { layer, code, text: text.into() }
    }
}

/// A confirmed-ErrorPDU's error class and code (ISO 9506-2, ServiceError).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ServiceError {
    /// Context tag of the error class: 0 vmd-state … 11 file, 12 others.
    pub class: u8,
    /// Code within the class.
    pub code: i32,
    /// serviceSpecificInformation: context tag of the service, and what it says.
    pub detail: Option<(u8, u32)>,
}

impl ServiceError {
    /// An error with nothing more to say than its class and code.
    pub const fn new(class: u8, code: i32) -> Self {
        Self { class, code, detail: None }
    }
}

/// A Reject PDU's reason (ISO 9506-2, RejectPDU).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RejectReason {
    /// Context tag of the reason: 1 confirmed-requestPDU … 11.
    pub kind: u8,
    /// Code within the reason.
    pub code: i32,
}

/// ISO 9506-2 DataAccessError, with the values of libiec61850's `MmsDataAccessError`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DataAccessError(pub i32);

impl DataAccessError {
    /// The access succeeded.
    pub const SUCCESS: Self = Self(-1);
    /// object-invalidated.
    pub const OBJECT_INVALIDATED: Self = Self(0);
    /// hardware-fault.
    pub const HARDWARE_FAULT: Self = Self(1);
    /// temporarily-unavailable.
    pub const TEMPORARILY_UNAVAILABLE: Self = Self(2);
    /// object-access-denied.
    pub const OBJECT_ACCESS_DENIED: Self = Self(3);
    /// object-undefined.
    pub const OBJECT_UNDEFINED: Self = Self(4);
    /// invalid-address.
    pub const INVALID_ADDRESS: Self = Self(5);
    /// type-unsupported.
    pub const TYPE_UNSUPPORTED: Self = Self(6);
    /// type-inconsistent.
    pub const TYPE_INCONSISTENT: Self = Self(7);
    /// object-attribute-inconsistent.
    pub const OBJECT_ATTRIBUTE_INCONSISTENT: Self = Self(8);
    /// object-access-unsupported.
    pub const OBJECT_ACCESS_UNSUPPORTED: Self = Self(9);
    /// object-non-existent.
    pub const OBJECT_NON_EXISTENT: Self = Self(10);
    /// object-value-invalid.
    pub const OBJECT_VALUE_INVALID: Self = Self(11);
    /// A code the standard does not have.
    pub const UNKNOWN: Self = Self(12);
}

/// What a call of the core can fail with.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// The connection was never made or has been closed by this side.
    #[error("not connected")]
    NotConnected,
    /// Connect on a connection that has an association already.
    #[error("already connected")]
    AlreadyConnected,
    /// The caller's argument is unusable.
    #[error("invalid argument: {0}")]
    InvalidArgument(&'static str),
    /// An object reference that does not follow IEC 61850-8-1.
    #[error("invalid object reference")]
    InvalidReference,
    /// The negotiated number of outstanding requests is used up.
    #[error("too many outstanding requests")]
    OutstandingCallLimit,
    /// No answer within the set time.
    #[error("timeout")]
    Timeout,
    /// The association ended before the answer.
    #[error("connection lost: {0}")]
    ConnectionLost(Failure),
    /// The association was refused.
    #[error("connection refused: {0}")]
    Refused(Failure),
    /// The peer refused to end the association.
    #[error("conclude refused: {0}")]
    ConcludeRefused(Failure),
    /// The local address cannot be bound.
    #[error("local address unusable: {0}")]
    LocalAddress(Failure),
    /// No address for the host name, or none of a usable kind.
    #[error("host unknown: {0}")]
    HostUnknown(String),
    /// Reject PDU.
    #[error("rejected: reason {} code {}", .0.kind, .0.code)]
    Reject(RejectReason),
    /// Confirmed error PDU.
    #[error("service error: class {} code {}", .0.class, .0.code)]
    Service(ServiceError),
    /// The access to one variable failed.
    #[error("data access error {}", .0.0)]
    DataAccess(DataAccessError),
    /// The peer's answer cannot be decoded or does not fit the request.
    #[error("malformed answer: {0}")]
    Malformed(&'static str),
    /// The value has another type than the caller asked for.
    #[error("unexpected value type")]
    UnexpectedType,
    /// More waits to be sent than the peer may leave unread.
    #[error("the peer does not read what is sent to it")]
    Congested,
    /// The request does not fit the negotiated PDU size.
    #[error("request exceeds the negotiated PDU size")]
    TooLarge,
}

impl Error {
    /// The failure of an association that could not be made or ended for this reason.
    pub fn failure(&self) -> Failure {
        match self {
            Self::ConnectionLost(failure)
            | Self::Refused(failure)
            | Self::ConcludeRefused(failure)
            | Self::LocalAddress(failure) => failure.clone(),
            other => Failure::new(Layer::Tcp, 0, other.to_string()),
        }
    }
}

impl From<BerError> for Error {
    fn from(error: BerError) -> Self {
        Self::Malformed(match error {
            BerError::Truncated => "truncated element",
            BerError::Length => "invalid length",
            BerError::Tag(_) => "unexpected tag",
            BerError::Content(_) => "invalid content",
            BerError::Depth => "nesting too deep",
        })
    }
}

/// Shorthand of the core.
pub type Result<T> = std::result::Result<T, Error>;
