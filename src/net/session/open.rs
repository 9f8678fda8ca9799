//! From a target to a running association.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use tokio::io::Interest;

use super::super::resolve::{resolve, resolve_async};
use super::super::runtime::{self, refused};
use super::super::socket::{Tcp, watch_socket};
use super::super::tls::TlsStream;
use super::waiter::Waiter;
use super::{Session, Target};
use crate::assoc::Engine;
use crate::error::{Error, Failure, Layer, Result};

impl Session {
    /// Connects and associates, within the connect timeout, on the calling thread.
    pub fn connect(self: &Arc<Self>, target: &Target) -> Result<()> {
        let deadline = Instant::now() + self.options.connect_timeout;
        self.tells_itself.store(true, Ordering::SeqCst);
        let outcome = self.connect_until(target, deadline);
        if let Err(error) = &outcome {
            self.give_up(error);
        }
        self.tell_from_now_on();
        outcome
    }

    fn connect_until(self: &Arc<Self>, target: &Target, deadline: Instant) -> Result<()> {
        let runtime = match self.options.threads {
            true => Some(runtime::handle().map_err(|error| refused(&error))?),
            false => None,
        };
        let tcp = self.open_tcp(target, deadline)?;
        let waiter = Arc::new(Waiter::new());
        self.state.lock().watchers.push(Arc::clone(&waiter));
        self.associate(tcp, deadline)?;
        if let Some(runtime) = runtime {
            self.start_driver(runtime);
        }
        let in_time = self.wait(&waiter, deadline, &mut |_| {});
        let state = self.state.lock();
        match &state.ended {
            _ if state.engine.as_ref().is_some_and(Engine::is_up) => Ok(()),
            _ if Instant::now() >= deadline => Err(Error::Timeout),
            Some(failure) => Err(Error::Refused(failure.clone())),
            None if in_time => Err(Error::Refused(Failure::new(Layer::Acse, 0, "association not opened"))),
            None => Err(Error::Timeout),
        }
    }

    /// Makes sure that nobody goes on with a connect that has failed.
    pub(super) fn give_up(self: &Arc<Self>, error: &Error) {
        tracing::info!(%error, "connect failed");
        self.end(match error {
            Error::Timeout if self.tcp.get().is_some() => self.earlier(Failure::new(
                Layer::Acse,
                0,
                "no answer to the association request within the set time",
            )),
            error => error.failure(),
        });
    }

    fn open_tcp(&self, target: &Target, deadline: Instant) -> Result<Arc<Tcp>> {
        let mut last = Error::HostUnknown(target.host.clone());
        for address in resolve(&target.host, target.port, deadline)? {
            self.still_wanted()?;
            let rest = deadline.saturating_duration_since(Instant::now());
            if rest.is_zero() {
                return Err(Error::Timeout);
            }
            match Tcp::new(address, target.local)
                .and_then(|tcp| tcp.connect(address, rest).map(|()| Arc::new(tcp)))
            {
                Ok(tcp) => return Ok(tcp),
                Err(error) => last = tcp_error(address, &error),
            }
        }
        Err(last)
    }

    fn still_wanted(&self) -> Result<()> {
        match &self.state.lock().ended {
            Some(failure) => Err(Error::ConnectionLost(failure.clone())),
            None => Ok(()),
        }
    }

    /// Puts the engine on a connected socket and sends the first TPDU.
    pub(super) fn associate(self: &Arc<Self>, tcp: Arc<Tcp>, deadline: Instant) -> Result<()> {
        if let Some(configuration) = &self.options.tls {
            let stream = TlsStream::client(configuration, tcp.peer_addr()).map_err(Error::Refused)?;
            // Each session has one connection.
            self.tls.get_or_init(|| Box::new(stream));
        }
        let engine = Engine::tapped_client(self.options.config.clone(), deadline, self.options.tap.clone());
        {
            let mut state = self.state.lock();
            if let Some(failure) = &state.ended {
                return Err(Error::ConnectionLost(failure.clone()));
            }
            if self.tcp.set(tcp).is_err() {
                return Err(Error::AlreadyConnected);
            }
            state.engine = Some(engine);
        }
        self.settle();
        Ok(())
    }

    /// Starts connecting and returns; the observer learns the outcome, also when this fails. In thread-less mode, [`Session::tick`]
    /// goes on.
    pub fn connect_async(self: &Arc<Self>, target: Target) -> Result<()> {
        let started = self.start_to_connect(target);
        if let Err(error) = &started {
            self.give_up(error);
        }
        started
    }

    fn start_to_connect(self: &Arc<Self>, target: Target) -> Result<()> {
        let deadline = Instant::now() + self.options.connect_timeout;
        if !self.options.threads {
            return self.begin_connect(target, deadline);
        }
        let runtime = runtime::handle().map_err(|error| refused(&error))?;
        let this = Arc::clone(self);
        runtime.spawn(async move {
            let opened = tokio::time::timeout_at(deadline.into(), this.open_tcp_async(target)).await;
            let outcome = match opened {
                Ok(Ok(tcp)) => this.associate(tcp, deadline),
                Ok(Err(error)) => Err(error),
                Err(_) => Err(Error::Timeout),
            };
            match outcome {
                Ok(()) => this.start_driver(runtime),
                Err(error) => this.give_up(&error),
            }
        });
        Ok(())
    }

    async fn open_tcp_async(&self, target: Target) -> Result<Arc<Tcp>> {
        let mut last = Error::HostUnknown(target.host.clone());
        for address in resolve_async(target.host, target.port).await? {
            self.still_wanted()?;
            match connect_one(address, target.local).await {
                Ok(tcp) => return Ok(tcp),
                Err(error) => last = tcp_error(address, &error),
            }
        }
        Err(last)
    }
}

async fn connect_one(
    address: SocketAddr,
    local: Option<(Option<std::net::IpAddr>, u16)>,
) -> io::Result<Arc<Tcp>> {
    let tcp = Arc::new(Tcp::new(address, local)?);
    tcp.start_connect(address)?;
    let watched = watch_socket(Arc::clone(&tcp), Interest::WRITABLE)?;
    loop {
        watched.writable().await?.clear_ready();
        if tcp.connected()? {
            return Ok(tcp);
        }
    }
}

pub(super) fn tcp_error(address: SocketAddr, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::TimedOut {
        return Error::Timeout;
    }
    let failure = Failure::new(Layer::Tcp, error.raw_os_error().unwrap_or(0), format!("{address}: {error}"));
    match error.kind() {
        io::ErrorKind::AddrNotAvailable | io::ErrorKind::AddrInUse => Error::LocalAddress(failure),
        _ => Error::Refused(failure),
    }
}
