//! What a session is made with.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::super::tls::TlsConfiguration;
use crate::assoc::{Config, Tap};

/// Where to connect to.
#[derive(Debug, Clone)]
pub struct Target {
    /// IPv4 or IPv6 literal or a host name.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Local address and port to bind to; port 0 lets the system choose.
    pub local: Option<(Option<IpAddr>, u16)>,
}

/// How a session behaves.
#[derive(Debug, Clone)]
pub struct Options {
    /// Association parameters.
    pub config: Config,
    /// Client: from the start of name resolution to the answer of the association request. Server: from the TCP
    /// connection to the accepted association; what is not associated by then is closed.
    pub connect_timeout: Duration,
    /// False: no thread of this library touches the session, [`Session::tick`](super::Session::tick) drives it.
    pub threads: bool,
    /// Octets that may wait to be sent.
    pub unsent_max: usize,
    /// Octets that may wait to be sent while requests are read: a peer that asks and never reads the answers must not
    /// fill the memory.
    pub unread_max: usize,
    /// Requests of the peer that may be without answer; its further ones wait in TCP until one is answered.
    pub requests_max: usize,
    /// Client: sees every MMS PDU.
    pub tap: Option<Tap>,
    /// The connection is secured by TLS with these keys and rules.
    pub tls: Option<Arc<TlsConfiguration>>,
}

impl Options {
    /// As a client needs them: 64 MiB may wait to be sent, and any number of requests for an answer.
    pub fn new(config: Config, connect_timeout: Duration, threads: bool) -> Self {
        Self {
            config,
            connect_timeout,
            threads,
            unsent_max: 64 * 1024 * 1024,
            unread_max: 32 * 1024 * 1024,
            requests_max: usize::MAX,
            tap: None,
            tls: None,
        }
    }
}
