//! Attacks and accidents.

use super::*;

/// A DT with this TSDU.
fn packet(tsdu: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    cotp::write_data(&mut out, TpduSize::MAX, tsdu, &[]);
    out
}

#[test]
fn cve_2020_15158_length_indicator_zero_ends_the_connection() {
    for input in
        [&[3, 0, 0, 7, 0, 0xf0, 0x80][..], &[3, 0, 0, 7, 0xff, 0xf0, 0x80], &[3, 0, 0, 7, 1, 0xf0, 0x80]]
    {
        assert_eq!(connected().input(input, &mut Vec::new()).unwrap_err().layer, Layer::Cotp);
    }
    for length in 0..7 {
        let failure = connected().input(&[3, 0, 0, length], &mut Vec::new()).unwrap_err();
        assert_eq!(failure.layer, Layer::Tpkt);
    }
}

#[test]
fn cve_2022_2970_to_2973_session_and_presentation_lengths_are_checked() {
    // A session parameter, a presentation element and an ACSE field that claim more than there is.
    for tsdu in [
        &[14, 3, 193, 200, 1][..],
        &[14, 6, 193, 4, 0x31, 0x84, 0xff, 0xff],
        &[14, 6, 193, 0xff, 0xff, 0xff, 0, 0],
        &[14, 11, 193, 9, 0x31, 7, 0xa2, 5, 0x61, 0x84, 0xff, 0xff, 0xff],
    ] {
        assert!(answered(&packet(tsdu)).is_err(), "{tsdu:02x?}");
    }
}

#[test]
fn cve_2022_21159_presentation_elements_without_content_end_the_loop() {
    for ppdu in [&[0x61, 0x80, 0, 0][..], &[0x61, 0], &[0x61, 2, 0x30, 0], &[0x61, 0x80], &[0x00, 0x00]] {
        survive(&mut connected(), &packet(&[&[1, 0, 1, 0], ppdu].concat()));
    }
    for cp in [&[0x31, 4, 0xa2, 2, 0xa4, 0][..], &[0x31, 0x80, 0xa2, 0x80, 0, 0, 0, 0], &[0x31, 0]] {
        let mut server = Stack::responder(ResponderParams::default());
        feed(&mut server, &frame("client-cr"), &mut Vec::new()).unwrap();
        let mut tsdu = vec![13, cp.len() as u8 + 2, 193, cp.len() as u8];
        tsdu.extend_from_slice(cp);
        survive(&mut server, &packet(&tsdu));
        assert!(server.is_closed());
    }
}

#[test]
fn cve_2015_6574_nothing_makes_the_stack_spin() {
    // As many packets without meaning as fit: each is looked at once.
    let tokens = packet(&[1, 0]).repeat(10_000);
    assert_eq!(connected().input(&tokens, &mut Vec::new()), Ok((tokens.len(), None)));
}

#[test]
fn deep_indefinite_nesting_is_refused() {
    let deep: Vec<u8> = std::iter::repeat_n([0x30, 0x80], 4000).flatten().collect();
    let input = packet(&[&[1, 0, 1, 0, 0x61, 0x80], &deep[..]].concat());
    let failure = connected().input(&input, &mut Vec::new()).unwrap_err();
    assert_eq!(failure.layer, Layer::Presentation);
}

/// Cheap pseudo-random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

/// Feeds until the stack has enough; it must consume, ask for more, or fail, but never loop or panic.
fn survive(stack: &mut Stack, input: &[u8]) {
    let (mut rest, mut out) = (input, Vec::new());
    for _ in 0..=input.len() {
        match stack.input(rest, &mut out) {
            Ok((used, Some(_))) => rest = &rest[used..],
            Ok((_, None)) | Err(_) => return,
        }
    }
    panic!("events without end");
}

#[test]
fn mutated_frames_never_panic_or_loop() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let frames: Vec<Vec<u8>> = include_str!("../../testdata/frames.hex")
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains(" 0300"))
        .filter_map(|line| line.split(' ').next())
        .map(frame)
        .collect();
    for round in 0..15_000 {
        let mut input = frames[round % frames.len()].clone();
        for _ in 0..=random.below(4) {
            // Past the TPKT header more often than not, so that the upper layers get their share.
            let at = if random.below(8) == 0 { 0 } else { 4 } + random.below(input.len().saturating_sub(4));
            match random.below(4) {
                0 => input.truncate(at.max(5)),
                1 => input.insert(at.min(input.len()), random.below(256) as u8),
                2 => drop(input.remove(at.min(input.len() - 1))),
                _ => {
                    let octet = [0, 0x7f, 0x80, 0xff, random.below(256) as u8][random.below(5)];
                    input.get_mut(at).into_iter().for_each(|old| *old = octet);
                }
            }
            if let Some(length) = input.get_mut(2..4).filter(|_| random.below(8) != 0) {
                length.copy_from_slice(&[0, 0]);
            }
            let len = input.len() as u16;
            if input.get(2..4) == Some(&[0, 0]) {
                input[2..4].copy_from_slice(&len.to_be_bytes());
            }
        }
        let mut stacks = [
            connected(),
            Stack::responder(ResponderParams::default()),
            connected(),
            Stack::responder(ResponderParams::default()),
            Stack::initiator(ConnectParams::default(), vec![0]),
        ];
        stacks[2].release(&mut Vec::new()).unwrap();
        stacks[3].input(&frame("client-cr"), &mut Vec::new()).unwrap();
        stacks[4].start(&mut Vec::new()).unwrap();
        stacks[4].input(&frame("pypi-cc"), &mut Vec::new()).unwrap();
        for stack in &mut stacks {
            survive(stack, &input);
        }
    }
}
