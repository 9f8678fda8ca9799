//! The part of BER (ISO/IEC 8825-1) that the hand-written decoders share: tags, lengths, bounded reading, writing.
//!
//! Non-minimal lengths are accepted, since real devices send them. Indefinite lengths are accepted for constructed
//! encodings. Nothing here recurses without a bound or trusts a length.

use thiserror::Error;

/// Class and number of a tag as they stand on the wire, one or two identifier octets (`0xbf20` style for two).
pub type Tag = u32;

/// What is wrong with an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BerError {
    /// The input ends inside an element.
    #[error("truncated BER element")]
    Truncated,
    /// A length that no element of this project can have.
    #[error("invalid BER length")]
    Length,
    /// A tag of more than three identifier octets, or one that does not belong here.
    #[error("unexpected BER tag {0:#x}")]
    Tag(Tag),
    /// The content does not fit the type.
    #[error("invalid content of BER tag {0:#x}")]
    Content(Tag),
    /// More nesting than the receiver admits.
    #[error("BER nesting too deep")]
    Depth,
}

/// Nesting bound that is used where nothing narrower is negotiated.
pub const MAX_DEPTH: u32 = 64;

/// One element: its tag and its content octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    /// Identifier octets, big endian.
    pub tag: Tag,
    /// Content octets (without end-of-contents octets).
    pub content: &'a [u8],
}

/// A bounded cursor over a series of elements.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads the elements of `input`.
    pub fn new(input: &'a [u8]) -> Self {
        Self { rest: input }
    }

    /// Octets not yet consumed.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether everything has been consumed.
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next element, if there is one.
    pub fn peek_tag(&self) -> Option<Tag> {
        read_tag(self.rest).ok().map(|(tag, _)| tag)
    }

    /// The next element; `None` at the end.
    #[expect(clippy::should_implement_trait, reason = "fallible, so it is no iterator")]
    #[inline]
    pub fn next(&mut self) -> Result<Option<Element<'a>>, BerError> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let (element, used) = read_element(self.rest)?;
        self.rest = &self.rest[used..];
        Ok(Some(element))
    }

    /// The next element, which must be there.
    #[inline]
    pub fn required(&mut self) -> Result<Element<'a>, BerError> {
        self.next()?.ok_or(BerError::Truncated)
    }

    /// The content of the next element, which must have `tag`.
    #[inline]
    pub fn expect(&mut self, tag: Tag) -> Result<&'a [u8], BerError> {
        let element = self.required()?;
        if element.tag == tag { Ok(element.content) } else { Err(BerError::Tag(element.tag)) }
    }

    /// The content of the next element if it has `tag`; otherwise nothing is consumed.
    #[inline]
    pub fn optional(&mut self, tag: Tag) -> Result<Option<&'a [u8]>, BerError> {
        if self.peek_tag() == Some(tag) { self.expect(tag).map(Some) } else { Ok(None) }
    }
}

#[inline]
fn read_tag(input: &[u8]) -> Result<(Tag, usize), BerError> {
    let first = *input.first().ok_or(BerError::Truncated)?;
    if first & 0x1f != 0x1f {
        return Ok((Tag::from(first), 1));
    }
    let second = *input.get(1).ok_or(BerError::Truncated)?;
    if second & 0x80 == 0 {
        return Ok((Tag::from(first) << 8 | Tag::from(second), 2));
    }
    let third = *input.get(2).ok_or(BerError::Truncated)?;
    let tag = Tag::from(first) << 16 | Tag::from(second) << 8 | Tag::from(third);
    if third & 0x80 == 0 { Ok((tag, 3)) } else { Err(BerError::Tag(tag)) }
}

/// Reads the element at the start of `input`; also returns how many octets it takes.
#[inline(always)]
pub fn read_element(input: &[u8]) -> Result<(Element<'_>, usize), BerError> {
    // One octet of tag, one of length: nearly all that values are made of.
    match *input {
        [tag, length @ 0..0x80, ref rest @ ..] if tag & 0x1f != 0x1f => {
            let content = rest.get(..usize::from(length)).ok_or(BerError::Truncated)?;
            Ok((Element { tag: Tag::from(tag), content }, 2 + usize::from(length)))
        }
        _ => read_long_element(input),
    }
}

fn read_long_element(input: &[u8]) -> Result<(Element<'_>, usize), BerError> {
    let (tag, tag_len) = read_tag(input)?;
    let (length, length_len) = read_length(&input[tag_len..])?;
    let start = tag_len + length_len;
    match length {
        Some(length) => {
            let end = start.checked_add(length).ok_or(BerError::Length)?;
            let content = input.get(start..end).ok_or(BerError::Truncated)?;
            Ok((Element { tag, content }, end))
        }
        None => {
            if !is_constructed(tag) {
                return Err(BerError::Length);
            }
            let inner = indefinite_len(&input[start..])?;
            Ok((Element { tag, content: &input[start..start + inner] }, start + inner + 2))
        }
    }
}

/// The length octets at the start of `input` and how many they are; `None` is the indefinite form.
#[inline]
pub fn read_length(input: &[u8]) -> Result<(Option<usize>, usize), BerError> {
    let first = *input.first().ok_or(BerError::Truncated)?;
    if first < 0x80 {
        return Ok((Some(usize::from(first)), 1));
    }
    if first == 0x80 {
        return Ok((None, 1));
    }
    let count = usize::from(first & 0x7f);
    let octets = input.get(1..1 + count).ok_or(BerError::Truncated)?;
    let mut length = 0u64;
    for &octet in octets {
        if length >> 32 != 0 {
            return Err(BerError::Length);
        }
        length = length << 8 | u64::from(octet);
    }
    let length = u32::try_from(length).map_err(|_| BerError::Length)?;
    Ok((Some(length as usize), 1 + count))
}

/// Whether `tag` has the constructed bit.
pub fn is_constructed(tag: Tag) -> bool {
    let first = if tag > 0xffff {
        tag >> 16
    } else if tag > 0xff {
        tag >> 8
    } else {
        tag
    };
    first & 0x20 != 0
}

/// Octets before the end-of-contents octets that close an indefinite length. Iterative: depth is only counted.
fn indefinite_len(input: &[u8]) -> Result<usize, BerError> {
    let mut at = 0;
    let mut open = 1u32;
    loop {
        let rest = input.get(at..).ok_or(BerError::Truncated)?;
        if rest.starts_with(&[0, 0]) {
            open -= 1;
            if open == 0 {
                return Ok(at);
            }
            at += 2;
            continue;
        }
        let (tag, tag_len) = read_tag(rest)?;
        let (length, length_len) = read_length(&rest[tag_len..])?;
        at += tag_len + length_len;
        match length {
            Some(length) => at = at.checked_add(length).ok_or(BerError::Length)?,
            None if is_constructed(tag) => {
                open += 1;
                if open > MAX_DEPTH {
                    return Err(BerError::Depth);
                }
            }
            None => return Err(BerError::Length),
        }
    }
}

/// Refuses input whose constructed elements nest deeper than `max`: to be called before a recursive decoder.
pub fn check_depth(input: &[u8], max: u32) -> Result<(), BerError> {
    // Ends of the definite-length elements that are open, innermost last; `max` bounds the memory.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut at = 0;
    loop {
        while let Some(&Some(end)) = open.last() {
            if at < end {
                break;
            }
            open.pop();
        }
        if open.is_empty() && at >= input.len() {
            return Ok(());
        }
        let rest = input.get(at..).filter(|rest| !rest.is_empty()).ok_or(BerError::Truncated)?;
        if rest.starts_with(&[0, 0]) && open.last() == Some(&None) {
            open.pop();
            at += 2;
            continue;
        }
        let (tag, tag_len) = read_tag(rest)?;
        let (length, length_len) = read_length(&rest[tag_len..])?;
        at += tag_len + length_len;
        if is_constructed(tag) {
            if open.len() as u32 >= max {
                return Err(BerError::Depth);
            }
            let end = length.map(|length| at.checked_add(length).ok_or(BerError::Length)).transpose()?;
            open.push(end);
        } else {
            at = at.checked_add(length.ok_or(BerError::Length)?).ok_or(BerError::Length)?;
        }
    }
}

/// An INTEGER of one to four octets.
#[inline]
fn read_short_i64(content: &[u8]) -> Option<i64> {
    Some(match *content {
        [a] => i64::from(a as i8),
        [a, b] => i64::from(i16::from_be_bytes([a, b])),
        [a, b, c] => i64::from(i32::from_be_bytes([a, b, c, 0]) >> 8),
        [a, b, c, d] => i64::from(i32::from_be_bytes([a, b, c, d])),
        _ => return None,
    })
}

/// A two's complement INTEGER of at most eight octets (longer ones only with redundant leading octets).
#[inline]
pub fn read_i64(tag: Tag, content: &[u8]) -> Result<i64, BerError> {
    let first = *content.first().ok_or(BerError::Content(tag))?;
    if let Some(value) = read_short_i64(content) {
        return Ok(value);
    }
    let fill = if first & 0x80 != 0 { 0xff } else { 0 };
    let cut = content.len().saturating_sub(8);
    if content[..cut].iter().any(|&octet| octet != fill) || (cut > 0 && (content[cut] ^ fill) & 0x80 != 0) {
        return Err(BerError::Content(tag));
    }
    let start = if fill == 0 { 0i64 } else { -1 };
    Ok(content[cut..].iter().fold(start, |value, &octet| value << 8 | i64::from(octet)))
}

/// An INTEGER that must be in the range of `u32` (a signed encoding of four octets with the top bit set is refused).
#[inline]
pub fn read_u32(tag: Tag, content: &[u8]) -> Result<u32, BerError> {
    u32::try_from(read_i64(tag, content)?).map_err(|_| BerError::Content(tag))
}

/// A BOOLEAN: any non-zero octet is true.
pub fn read_bool(tag: Tag, content: &[u8]) -> Result<bool, BerError> {
    match content {
        [octet] => Ok(*octet != 0),
        _ => Err(BerError::Content(tag)),
    }
}

/// Octets that `tag` takes.
pub fn tag_len(tag: Tag) -> usize {
    if tag > 0xffff {
        3
    } else if tag > 0xff {
        2
    } else {
        1
    }
}

/// Octets that the minimal encoding of `length` takes.
pub fn length_len(length: usize) -> usize {
    match length {
        0..=0x7f => 1,
        0x80..=0xff => 2,
        0x100..=0xffff => 3,
        0x1_0000..=0xff_ffff => 4,
        _ => 5,
    }
}

/// Octets of a whole element with `content` octets inside.
pub fn element_len(tag: Tag, content: usize) -> usize {
    tag_len(tag) + length_len(content) + content
}

/// Writes identifier octets.
pub fn write_tag(out: &mut Vec<u8>, tag: Tag) {
    let octets = tag.to_be_bytes();
    out.extend_from_slice(&octets[4 - tag_len(tag)..]);
}

/// Writes identifier and length octets.
#[inline]
pub fn write_header(out: &mut Vec<u8>, tag: Tag, content: usize) {
    write_tag(out, tag);
    let count = length_len(content);
    if count > 1 {
        out.push(0x80 | (count as u8 - 1));
        let octets = (content as u32).to_be_bytes();
        out.extend_from_slice(&octets[4 - (count - 1)..]);
    } else {
        out.push(content as u8);
    }
}

/// Writes a whole primitive element.
pub fn write(out: &mut Vec<u8>, tag: Tag, content: &[u8]) {
    write_header(out, tag, content.len());
    out.extend_from_slice(content);
}

/// Writes an element whose content `f` produces.
pub fn write_nested(out: &mut Vec<u8>, tag: Tag, f: impl FnOnce(&mut Vec<u8>)) {
    write_tag(out, tag);
    let at = out.len();
    out.push(0);
    f(out);
    let content = out.len() - at - 1;
    if content < 0x80 {
        out[at] = content as u8;
        return;
    }
    let count = length_len(content) - 1;
    out[at] = 0x80 | count as u8;
    let (octets, end) = ((content as u32).to_be_bytes(), out.len());
    out.extend_from_slice(&octets[4 - count..]);
    out.copy_within(at + 1..end, at + 1 + count);
    out[at + 1..][..count].copy_from_slice(&octets[4 - count..]);
}

/// Minimal two's complement octets of `value`: the array and how many of its last octets count.
#[inline]
pub fn i64_octets(value: i64) -> ([u8; 8], usize) {
    let bits = if value < 0 { (!value).leading_zeros() } else { value.leading_zeros() };
    (value.to_be_bytes(), (64 - bits as usize) / 8 + 1)
}

/// Writes an INTEGER in its minimal form.
#[inline]
pub fn write_i64(out: &mut Vec<u8>, tag: Tag, value: i64) {
    let (octets, count) = i64_octets(value);
    if tag > 0xff {
        return write(out, tag, &octets[8 - count..]);
    }
    // Eight octets are copied faster than a number of them that is known at run time only.
    let [a, b, c, d, e, f, g, h] = (value << (64 - 8 * count as u32)).to_be_bytes();
    let end = out.len() + 2 + count;
    out.extend_from_slice(&[tag as u8, count as u8, a, b, c, d, e, f, g, h]);
    out.truncate(end);
}

/// Writes an unsigned INTEGER in its minimal form (a leading zero octet where the top bit is set).
pub fn write_u64(out: &mut Vec<u8>, tag: Tag, value: u64) {
    match i64::try_from(value) {
        Ok(value) => write_i64(out, tag, value),
        Err(_) => {
            write_header(out, tag, 9);
            out.push(0);
            out.extend_from_slice(&value.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_minimal_and_indefinite_lengths_are_read() {
        let (element, used) = read_element(&[0x30, 0x84, 0, 0, 0, 3, 2, 1, 5, 0xff]).unwrap();
        assert_eq!((element.content, used), (&[2, 1, 5][..], 9));
        let (element, used) = read_element(&[0x30, 0x80, 0x30, 0x80, 2, 1, 5, 0, 0, 0, 0, 9]).unwrap();
        assert_eq!((element.content, used), (&[0x30, 0x80, 2, 1, 5, 0, 0][..], 11));
    }

    #[test]
    fn lengths_that_overflow_or_run_out_are_errors() {
        assert_eq!(read_element(&[0x30, 0x85, 1, 0, 0, 0, 0, 1]), Err(BerError::Length));
        assert_eq!(read_element(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 1]), Err(BerError::Truncated));
        assert_eq!(read_element(&[0x04, 0x80, 0, 0]), Err(BerError::Length));
        assert_eq!(read_element(&[0x30]), Err(BerError::Truncated));
        assert_eq!(read_element(&[0x1f, 0xff]), Err(BerError::Truncated));
    }

    #[test]
    fn depth_is_bounded_without_recursion() {
        let deep: Vec<u8> = std::iter::repeat_n([0x30, 0x80], 1000).flatten().collect();
        assert_eq!(check_depth(&deep, 64), Err(BerError::Depth));
        assert!(check_depth(&[0x30, 4, 0x30, 2, 0x05, 0], 2).is_ok());
        assert_eq!(check_depth(&[0x30, 4, 0x30, 2, 0x30, 0], 2), Err(BerError::Depth));
    }

    #[test]
    fn integers_round_trip_in_minimal_form() {
        for value in [0, 1, -1, 127, 128, -128, -129, 0x7fff, 0x8000, i64::from(u32::MAX), i64::MIN, i64::MAX]
        {
            let mut out = Vec::new();
            write_i64(&mut out, 2, value);
            assert_eq!(read_i64(2, &out[2..]), Ok(value));
            assert!(out.len() == 3 || !matches!((out[2], out[3] & 0x80), (0, 0) | (0xff, 0x80)));
        }
        assert_eq!(read_i64(2, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 5]), Ok(5));
        assert_eq!(read_i64(2, &[0, 0x80, 0, 0, 0, 0, 0, 0, 0]), Err(BerError::Content(2)));
    }

    #[test]
    fn nested_lengths_grow_as_needed() {
        let mut out = Vec::new();
        write_nested(&mut out, 0xa0, |out| out.extend_from_slice(&[7; 300]));
        assert_eq!(&out[..4], &[0xa0, 0x82, 0x01, 0x2c]);
        assert_eq!(out.len(), 304);
        let mut out = Vec::new();
        write_nested(&mut out, 0xbf4d, |out| out.push(1));
        assert_eq!(out, [0xbf, 0x4d, 1, 1]);
    }
}
