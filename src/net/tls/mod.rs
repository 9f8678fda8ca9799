//! TLS below the association (IEC 62351-3): keys and rules, the verification of peers, and the TLS state of one
//! connection. Does no IO; the session moves the octets.

mod event;
mod material;
mod resumption;
mod rules;
mod stream;
mod suites;
#[cfg(test)]
mod tests;
mod verify;

pub use event::{TlsEvent, TlsEventCode, TlsEventHandler, TlsLevel, TlsPeer};
pub use rules::{MaterialError, TlsConfiguration, TlsRules};
pub(super) use stream::{TlsStream, Unsealed};
pub use suites::TlsVersion;
