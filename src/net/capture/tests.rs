//! The files, read back.

use std::fs::File;
use std::io::Read;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::time::Duration;

use etherparse::{NetSlice, SlicedPacket, TransportSlice};

use super::packets::{Side, Stream};
use super::{Capture, PENDING_MAX};

struct Packet {
    time: u64,
    from: SocketAddr,
    to: SocketAddr,
    sequence: u32,
    acknowledged: u32,
    flags: &'static str,
    octets: Vec<u8>,
}

fn number(octets: &[u8]) -> u32 {
    u32::from_le_bytes(octets[..4].try_into().unwrap())
}

/// The packets of a file, with their checksums checked.
fn packets(file: &[u8]) -> Vec<Packet> {
    let (mut packets, mut at) = (Vec::new(), 0);
    while at < file.len() {
        let length = number(&file[at + 4..]) as usize;
        assert_eq!(length % 4, 0);
        assert_eq!(number(&file[at + length - 4..]) as usize, length, "block at {at}");
        if number(&file[at..]) == 6 {
            let time = u64::from(number(&file[at + 12..])) << 32 | u64::from(number(&file[at + 16..]));
            let size = number(&file[at + 20..]) as usize;
            packets.push(packet(time, &file[at + 28..at + 28 + size]));
        }
        at += length;
    }
    packets
}

fn packet(time: u64, octets: &[u8]) -> Packet {
    let sliced = SlicedPacket::from_ip(octets).unwrap();
    let Some(TransportSlice::Tcp(tcp)) = sliced.transport else { panic!("no TCP") };
    let (from, to, checksum) = match sliced.net.unwrap() {
        NetSlice::Ipv4(ip) => {
            let header = ip.header();
            let checksum = tcp.to_header().calc_checksum_ipv4(&header.to_header(), tcp.payload()).unwrap();
            (header.source_addr().into(), header.destination_addr().into(), checksum)
        }
        NetSlice::Ipv6(ip) => {
            let header = ip.header();
            let checksum = tcp.to_header().calc_checksum_ipv6(&header.to_header(), tcp.payload()).unwrap();
            (header.source_addr().into(), header.destination_addr().into(), checksum)
        }
        NetSlice::Arp(_) => panic!("ARP"),
    };
    assert_eq!(tcp.checksum(), checksum);
    let flags = match (tcp.syn(), tcp.ack(), tcp.fin()) {
        (true, false, false) => "syn",
        (true, true, false) => "syn ack",
        (false, true, false) => "ack",
        (false, true, true) => "fin",
        _ => "?",
    };
    Packet {
        time,
        from: SocketAddr::new(from, tcp.source_port()),
        to: SocketAddr::new(to, tcp.destination_port()),
        sequence: tcp.sequence_number(),
        acknowledged: tcp.acknowledgment_number(),
        flags,
        octets: tcp.payload().to_vec(),
    }
}

#[test]
fn a_connection_is_written_as_tcp_would_have_carried_it() {
    let path = std::env::temp_dir().join(format!("capture-{}.pcapng", std::process::id()));
    for (own, peer) in [("10.0.0.1:40000", "10.0.0.2:20102"), ("[fe80::1]:40000", "[fe80::2]:102")] {
        let capture = Capture::create(&path).unwrap();
        let time = Duration::new(1_700_000_000, 123_456_789);
        let mut stream = Stream::open(&capture, own.parse().unwrap(), peer.parse().unwrap(), true, time);
        let large: Vec<u8> = (0..150_000_u32).map(|octet| octet as u8).collect();
        stream.data(Side::Own, b"request", time);
        stream.data(Side::Peer, &large, time);
        stream.close(time);
        assert!(capture.stop());
        let packets = packets(&std::fs::read(&path).unwrap());
        let flags: Vec<_> = packets.iter().map(|packet| packet.flags).collect();
        assert_eq!(flags, ["syn", "syn ack", "ack", "ack", "ack", "ack", "ack", "fin", "fin"]);
        assert_eq!(packets[0].time, 1_700_000_000_123_456_789);
        let (mut next, mut got) = ([0_u32; 2], [Vec::new(), Vec::new()]);
        for packet in &packets {
            let side = usize::from(packet.to.port() != 102);
            let ends = if side == 0 { (packet.from, packet.to) } else { (packet.to, packet.from) };
            assert_eq!(ends.0, own.parse().unwrap());
            assert_eq!(ends.1.ip(), peer.parse::<SocketAddr>().unwrap().ip());
            assert_eq!(packet.sequence, next[side]);
            assert!(packet.flags == "syn" || packet.acknowledged == next[1 - side]);
            next[side] += packet.octets.len() as u32 + u32::from(packet.flags != "ack");
            got[side].extend_from_slice(&packet.octets);
        }
        assert_eq!(got, [b"request".to_vec(), large]);
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a_file_that_cannot_be_written_is_told_and_a_full_disk_ends_the_capture() {
    assert!(Capture::create("/no/such/directory/file".as_ref()).is_err());
    // every write to it fails for want of room
    let full = Capture::create("/dev/full".as_ref());
    assert!(full.is_err());
    let capture = Capture::create("/dev/null".as_ref()).unwrap();
    capture.write(&vec![0; PENDING_MAX + 1]);
    assert!(!capture.stop());
    capture.write(&[0; 4]);
    assert!(!capture.stop());
}

#[test]
fn a_disk_that_takes_nothing_does_not_hold_up_the_end() {
    let (mut unread, disk) = std::io::pipe().unwrap();
    let capture = Capture::of(File::from(OwnedFd::from(disk)));
    // more than the pipe holds: the pool thread hangs in its write
    capture.write(&vec![0; 1024 * 1024]);
    assert!(!capture.stop_within(Duration::from_millis(50)));
    assert!(!capture.stop_within(Duration::ZERO), "the first answer stands");
    let mut taken = Vec::new();
    unread.read_to_end(&mut taken).unwrap();
    assert_eq!(taken.len(), 1024 * 1024, "the write that had begun");
}
