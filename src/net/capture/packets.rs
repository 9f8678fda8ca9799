//! One connection of a capture: the TCP packets that its octets might have been in.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use etherparse::PacketBuilder;

use super::{Capture, pcapng};

/// Where Wireshark expects MMS, whatever the server's port is.
const MMS_PORT: u16 = 102;
/// Octets in one packet; an IP packet takes 65 535 with its headers.
const SEGMENT: usize = 60_000;
const WINDOW: u16 = u16::MAX;
const HOPS: u8 = 64;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::net) enum Side {
    /// This side.
    Own,
    /// The other one.
    Peer,
}

#[derive(Debug, Clone, Copy)]
enum Flags {
    Open,
    Data,
    Close,
}

/// A connection, as far as its next packet depends on it.
pub(in crate::net) struct Stream {
    capture: Arc<Capture>,
    own: SocketAddr,
    peer: SocketAddr,
    /// Sequence numbers of the next octets.
    own_next: u32,
    peer_next: u32,
}

impl Stream {
    /// Writes the opening of a connection, at `time` since the epoch. `is_client`: this side opened it.
    pub(in crate::net) fn open(
        capture: &Arc<Capture>,
        own: SocketAddr,
        peer: SocketAddr,
        is_client: bool,
        time: Duration,
    ) -> Self {
        let comment = format!("{own} {} {peer}", if is_client { "connected to" } else { "accepted" });
        let (own, peer) = same_family(own, peer);
        let shown = |address: SocketAddr| SocketAddr::new(address.ip(), MMS_PORT);
        let (own, peer) = if is_client { (own, shown(peer)) } else { (shown(own), peer) };
        let mut stream = Self { capture: Arc::clone(capture), own, peer, own_next: 0, peer_next: 0 };
        let (first, second) = if is_client { (Side::Own, Side::Peer) } else { (Side::Peer, Side::Own) };
        let mut packets = Vec::new();
        stream.packet(&mut packets, first, Flags::Open, &[], time, Some(&comment));
        stream.packet(&mut packets, second, Flags::Open, &[], time, None);
        stream.packet(&mut packets, first, Flags::Data, &[], time, None);
        stream.capture.write(&packets);
        stream
    }

    /// Writes octets that `side` has sent.
    pub(in crate::net) fn data(&mut self, side: Side, octets: &[u8], time: Duration) {
        let mut packets = Vec::with_capacity(octets.len() + 128);
        for segment in octets.chunks(SEGMENT) {
            self.packet(&mut packets, side, Flags::Data, segment, time, None);
        }
        self.capture.write(&packets);
    }

    /// Writes the end of the connection.
    pub(in crate::net) fn close(&mut self, time: Duration) {
        let mut packets = Vec::new();
        for side in [Side::Own, Side::Peer] {
            self.packet(&mut packets, side, Flags::Close, &[], time, None);
        }
        self.capture.write(&packets);
    }

    fn packet(
        &mut self,
        packets: &mut Vec<u8>,
        side: Side,
        flags: Flags,
        octets: &[u8],
        time: Duration,
        comment: Option<&str>,
    ) {
        let (from, to, next, acknowledged) = match side {
            Side::Own => (self.own, self.peer, &mut self.own_next, self.peer_next),
            Side::Peer => (self.peer, self.own, &mut self.peer_next, self.own_next),
        };
        let ip = match (from.ip(), to.ip()) {
            (IpAddr::V4(from), IpAddr::V4(to)) => PacketBuilder::ipv4(from.octets(), to.octets(), HOPS),
            (from, to) => PacketBuilder::ipv6(v6(from), v6(to), HOPS),
        };
        let tcp = ip.tcp(from.port(), to.port(), *next, WINDOW);
        let tcp = match flags {
            Flags::Open if acknowledged == 0 => tcp.syn(),
            Flags::Open => tcp.syn().ack(acknowledged),
            Flags::Data if octets.is_empty() => tcp.ack(acknowledged),
            Flags::Data => tcp.psh().ack(acknowledged),
            Flags::Close => tcp.fin().ack(acknowledged),
        };
        let counted = if matches!(flags, Flags::Data) { octets.len() as u32 } else { 1 };
        *next = next.wrapping_add(counted);
        let mut packet = Vec::with_capacity(tcp.size(octets.len()));
        match tcp.write(&mut packet, octets) {
            Ok(()) => pcapng::packet(packets, time, &packet, comment),
            Err(error) => tracing::error!(%error, "a packet of a capture cannot be made"),
        }
    }
}

fn v6(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().octets(),
        IpAddr::V6(address) => address.octets(),
    }
}

/// IPv4 where both are, IPv6 otherwise: the two sides of a socket may be given in different ways.
fn same_family(own: SocketAddr, peer: SocketAddr) -> (SocketAddr, SocketAddr) {
    let plain = |address: SocketAddr| SocketAddr::new(address.ip().to_canonical(), address.port());
    (plain(own), plain(peer))
}
