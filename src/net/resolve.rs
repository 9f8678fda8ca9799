//! Host names to addresses, within a time limit.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::time::Instant;

use tokio::sync::oneshot;

use super::pool;
use super::runtime::refused;
use crate::error::{Error, Result};

/// Addresses of `host`, in the order of the system's preference. Literals need neither lookup nor thread.
pub(super) fn resolve(host: &str, port: u16, deadline: Instant) -> Result<Vec<SocketAddr>> {
    if let Some(address) = literal(host) {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let (send, receive) = mpsc::channel();
    let name = host.to_owned();
    // getaddrinfo cannot be interrupted: it runs in the pool, and an answer after the deadline goes nowhere.
    pool::try_run(move || drop(send.send(lookup(&name, port)))).map_err(|error| refused(&error))?;
    match receive.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        Ok(found) => found,
        Err(_) => Err(Error::Timeout),
    }
}

/// The same for the driver: does not block the IO thread.
pub(super) async fn resolve_async(host: String, port: u16) -> Result<Vec<SocketAddr>> {
    if let Some(address) = literal(&host) {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let name = host.clone();
    let (send, receive) = oneshot::channel();
    pool::try_run(move || drop(send.send(lookup(&name, port)))).map_err(|error| refused(&error))?;
    receive.await.unwrap_or(Err(Error::HostUnknown(host)))
}

fn literal(host: &str) -> Option<IpAddr> {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).parse().ok()
}

fn lookup(host: &str, port: u16) -> Result<Vec<SocketAddr>> {
    let found: Vec<_> = match (host, port).to_socket_addrs() {
        Ok(found) if !host.is_empty() => found.collect(),
        _ => Vec::new(),
    };
    if found.is_empty() { Err(Error::HostUnknown(host.to_owned())) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn literals_of_both_families_and_names_resolve() {
        let deadline = Instant::now() + Duration::from_secs(5);
        assert_eq!(resolve("127.0.0.1", 102, deadline).unwrap(), ["127.0.0.1:102".parse().unwrap()]);
        assert_eq!(resolve("[::1]", 102, deadline).unwrap(), ["[::1]:102".parse().unwrap()]);
        assert!(!resolve("localhost", 102, deadline).unwrap().is_empty());
    }

    #[test]
    fn nonsense_is_an_unknown_host() {
        let deadline = Instant::now() + Duration::from_secs(5);
        for host in ["", "256.1.1.1", "no such host", "a\u{e4}"] {
            assert_eq!(resolve(host, 102, deadline), Err(Error::HostUnknown(host.into())));
        }
    }
}
