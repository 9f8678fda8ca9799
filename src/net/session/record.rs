//! What a capture gets of a session: every octet of the association, and of an association that is up already how it began,
//! without which nobody can decode the rest.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

use super::super::capture::{Capture, Side, Stream};
use super::super::clock::utc_now;
use super::super::socket::Tcp;
use super::Session;

/// Octets of the opening of an association that are kept.
const OPENING_MAX: usize = 4096;

pub(super) struct Recorder {
    /// This side has opened the connection.
    is_client: bool,
    /// False: nobody wants to know of what comes and goes.
    listens: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The octets until the association was up.
    opening: Vec<(Duration, Side, Box<[u8]>)>,
    opening_size: usize,
    up: bool,
    /// The opening is complete.
    opened: bool,
    capture: Option<Arc<Capture>>,
    stream: Option<Stream>,
    closed: bool,
}

impl Recorder {
    /// A recorder that keeps the opening.
    pub(super) fn new(is_client: bool) -> Self {
        Self { is_client, listens: AtomicBool::new(true), state: Mutex::default() }
    }

    /// Notes octets, in the order of the connection.
    #[inline]
    pub(super) fn note(&self, tcp: Option<&Arc<Tcp>>, side: Side, octets: &[u8]) {
        if self.listens.load(Ordering::Relaxed) && !octets.is_empty() {
            let mut state = self.state.lock();
            state.note(tcp, self.is_client, side, octets);
            // The server's answer is sent after it has taken the association for open.
            if state.up && !state.opened && side == Side::Own {
                self.opened(&mut state);
            }
        }
    }

    /// The association is up.
    pub(super) fn up(&self) {
        let mut state = self.state.lock();
        state.up = true;
        if self.is_client {
            self.opened(&mut state);
        }
    }

    fn opened(&self, state: &mut State) {
        state.opened = true;
        state.opening.shrink_to_fit();
        self.listens.store(state.capture.is_some(), Ordering::Relaxed);
    }

    pub(super) fn closed(&self) {
        let mut state = self.state.lock();
        if let Some(mut stream) = state.stream.take() {
            stream.close(utc_now());
        }
        *state = State { closed: true, ..State::default() };
        self.listens.store(false, Ordering::Relaxed);
    }
}

impl State {
    fn note(&mut self, tcp: Option<&Arc<Tcp>>, is_client: bool, side: Side, octets: &[u8]) {
        let time = utc_now();
        if !self.opened && self.opening_size + octets.len() <= OPENING_MAX {
            self.opening_size += octets.len();
            self.opening.push((time, side, octets.into()));
        }
        if let Some(stream) = self.stream(tcp, is_client, time) {
            stream.data(side, octets, time);
        }
    }

    /// The connection in the capture, if there is one and the sockets are connected.
    fn stream(&mut self, tcp: Option<&Arc<Tcp>>, is_client: bool, time: Duration) -> Option<&mut Stream> {
        if self.stream.is_none()
            && let (Some(capture), Some(tcp)) = (&self.capture, tcp)
        {
            // The capture has its packets all the same.
            let own = tcp.local_addr().unwrap_or_else(|error| {
                tracing::warn!(%error, "a capture lacks this side's address");
                let unknown = SocketAddr::new(Ipv4Addr::UNSPECIFIED.into(), 0);
                if tcp.peer_addr().is_ipv4() {
                    unknown
                } else {
                    SocketAddr::new(Ipv6Addr::UNSPECIFIED.into(), 0)
                }
            });
            self.stream = Some(Stream::open(capture, own, tcp.peer_addr(), is_client, time));
        }
        self.stream.as_mut()
    }
}

impl Session {
    /// Writes what comes and goes from now on to a capture, beginning with the opening of the association; None ends it.
    pub fn capture(&self, capture: Option<Arc<Capture>>) {
        let mut state = self.recorder.state.lock();
        if state.closed {
            return;
        }
        if let Some(mut stream) = state.stream.take() {
            stream.close(utc_now());
        }
        let wanted = capture.is_some();
        state.capture = capture;
        if let Some((first, ..)) = state.opening.first() {
            let first = *first;
            let opening = std::mem::take(&mut state.opening);
            if let Some(stream) = state.stream(self.tcp.get(), self.recorder.is_client, first) {
                for (time, side, octets) in &opening {
                    stream.data(*side, octets, *time);
                }
            }
            state.opening = opening;
        }
        let opened = state.opened;
        self.recorder.listens.store(wanted || !opened, Ordering::Relaxed);
    }
}
