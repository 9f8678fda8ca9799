//! Association services: connect, release, abort, close (ISO 9506-2 §8, IEC 61850-7-2 §8).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::connection::{Connection, ConnectionState};
use crate::assoc::RELEASE_UNANSWERED;
use crate::error::{Error, Failure, Layer, Result};
use crate::net::{Observer, Options, Session, Target};

/// Who waits for the end of an association that this side concludes.
pub(super) type Concluding = Box<dyn FnOnce(Result<()>) + Send>;

/// What the end of an association means for who concluded it.
pub(super) fn conclusion(failure: &Failure) -> Result<()> {
    match failure.layer {
        Layer::Local => Ok(()),
        Layer::Mms if failure.text == RELEASE_UNANSWERED => Err(Error::Timeout),
        Layer::Mms => Err(Error::ConcludeRefused(failure.clone())),
        _ => Err(Error::ConnectionLost(failure.clone())),
    }
}

impl Connection {
    /// Connects and associates, on the calling thread.
    pub fn connect(&self, host: &str, port: u16) -> Result<()> {
        let (session, target) = self.begin(host, port)?;
        let outcome = session.connect(&target);
        // Another thread may be the one that tells the observer: the state is to be right when this returns.
        match &outcome {
            Ok(()) => self.up(&session),
            Err(error) => {
                let failure = session.ended().unwrap_or_else(|| error.failure());
                self.closed(&session, &failure);
            }
        }
        outcome
    }

    /// Starts to connect; the state handler learns the outcome.
    pub fn connect_async(&self, host: &str, port: u16) -> Result<()> {
        let (session, target) = self.begin(host, port)?;
        session.connect_async(target)
    }

    /// The state follows an association that is over, of which the thread that has noticed may not have told yet.
    pub(super) fn catch_up(&self) {
        let session = self.link.lock().session.clone();
        if let Some(session) = session
            && let Some(failure) = session.over()
        {
            self.closed(&session, &failure);
        }
    }

    fn begin(&self, host: &str, port: u16) -> Result<(Arc<Session>, Target)> {
        self.catch_up();
        let settings = self.settings.lock().clone();
        let local = match settings.local {
            Some(None) => return Err(Error::InvalidArgument("local address")),
            local => local.flatten(),
        };
        let mut options = Options::new(settings.config, self.connect_timeout(), self.threads);
        options.tap = Some(self.tap());
        options.tls = settings.tls;
        let capture = self.capture.lock();
        let mut link = self.link.lock();
        if self.destroyed.load(Ordering::SeqCst) {
            // By a handler that is called during the end: nobody would ever close it again.
            return Err(Error::InvalidArgument("connection destroyed"));
        }
        if link.state != ConnectionState::Closed {
            return Err(Error::AlreadyConnected);
        }
        let observer: std::sync::Weak<dyn Observer> = self.me.clone();
        let session = Session::new(options, observer);
        session.capture(capture.clone());
        link.session = Some(Arc::clone(&session));
        link.failure = None;
        self.enter(&mut link, ConnectionState::Connecting);
        Ok((session, Target { host: host.to_owned(), port, local }))
    }

    /// Ends the association in good order: conclude, release. Without an answer in time the association stays.
    pub fn release(&self) -> Result<()> {
        self.associated()?.release(self.request_timeout())
    }

    /// Starts to end the association in good order.
    pub fn release_async(&self) -> Result<()> {
        self.associated()?.release_async(self.request_timeout())
    }

    /// [`Connection::release`] that tells when the peer refused.
    pub fn conclude(&self) -> Result<()> {
        let session = self.associated()?;
        session.release(self.request_timeout())?;
        self.closed_by(&session)
    }

    /// [`Connection::conclude`] whose outcome `done` gets as a callback, exactly once unless this fails.
    pub fn conclude_async(&self, done: impl FnOnce(Result<()>) + Send + 'static) -> Result<()> {
        let session = self.associated()?;
        session.release_async(self.request_timeout())?;
        let mut link = self.link.lock();
        match session.ended() {
            // `closed` has been here, or will be with nobody left to tell.
            Some(failure) if link.state == ConnectionState::Closed => {
                let outcome = conclusion(&failure);
                self.dispatch.push(Box::new(move || done(outcome)));
            }
            _ => link.concluding.push(Box::new(done)),
        }
        Ok(())
    }

    fn closed_by(&self, session: &Arc<Session>) -> Result<()> {
        session.ended().map_or(Ok(()), |failure| conclusion(&failure))
    }

    /// Ends the association at once, telling the peer.
    pub fn abort(&self) -> Result<()> {
        let session = self.associated()?;
        self.closing(&session);
        session.abort();
        self.catch_up();
        Ok(())
    }

    /// Closes the transport connection, also one that is being opened. Nothing where there is none.
    pub fn close(&self) {
        let Some(session) = self.link.lock().session.clone() else { return };
        self.closing(&session);
        session.end(Failure::new(Layer::Local, 0, "closed by this side"));
        self.catch_up();
    }

    fn associated(&self) -> Result<Arc<Session>> {
        let link = self.link.lock();
        match (&link.session, link.state) {
            (Some(session), ConnectionState::Connected) => Ok(Arc::clone(session)),
            _ => Err(Error::NotConnected),
        }
    }

    fn closing(&self, session: &Arc<Session>) {
        let mut link = self.link.lock();
        let current = link.session.as_ref().is_some_and(|current| Arc::ptr_eq(current, session));
        if current && link.state != ConnectionState::Closed {
            self.enter_quietly(&mut link, ConnectionState::Closing);
        }
    }

    /// Thread-less mode: does what is to be done now, callbacks included. Returns whether there was anything.
    pub fn tick(&self) -> bool {
        let session = self.link.lock().session.clone();
        let busy = session.is_some_and(|session| session.tick());
        self.dispatch.run() | busy
    }

    /// The end of the handle: closes, answers all outstanding calls, and lets the callbacks run that are queued. Waits
    /// for a callback that is running on another thread, but for no longer than a request may take (5 s at least).
    pub fn destroy(&self) {
        self.destroyed.store(true, Ordering::SeqCst);
        self.close();
        let session = self.link.lock().session.clone();
        // What the reading thread has in its hands becomes a callback now or never.
        let quiet = session.is_none_or(|session| session.quiesce(self.patience()));
        if !self.dispatch.settle(self.patience()) || !quiet {
            tracing::error!("a callback still runs while its connection is destroyed");
        }
        self.capture(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handler_that_reconnects_while_its_connection_is_destroyed_is_refused() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = server.local_addr().unwrap().port();
        let client = Connection::new(true, None);
        let (send, receive) = std::sync::mpsc::channel();
        let weak = Arc::downgrade(&client);
        client.set_handlers(|handlers| {
            handlers.state = Some(Arc::new(move |state| {
                if state != ConnectionState::Closed {
                    return;
                }
                let client = weak.upgrade().unwrap();
                send.send(client.connect_async("127.0.0.1", port)).unwrap();
            }));
        });
        client.connect_async("127.0.0.1", port).unwrap();
        client.destroy();
        assert!(matches!(receive.try_recv(), Ok(Err(Error::InvalidArgument(_)))));
        assert_eq!(client.state(), ConnectionState::Closed);
    }
}
