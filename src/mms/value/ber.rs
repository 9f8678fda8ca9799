//! BER codec of `Data` and `AccessResult` (ISO 9506-2): the hot path of reads and reports, written by hand.

use super::{BinaryTime, BitString, Data, Elements, Float, Integer, Octets, Text, Value};
use crate::ber::{BerError, Element, MAX_DEPTH, Reader, Tag, read_bool, read_element, read_i64};
use crate::ber::{element_len, i64_octets, write, write_header};
use crate::error::DataAccessError;

pub(super) const ARRAY: Tag = 0xa1;
pub(super) const STRUCTURE: Tag = 0xa2;
pub(super) const BOOLEAN: Tag = 0x83;
pub(super) const BIT_STRING: Tag = 0x84;
pub(super) const INTEGER: Tag = 0x85;
pub(super) const UNSIGNED: Tag = 0x86;
pub(super) const FLOAT: Tag = 0x87;
const OCTET_STRING: Tag = 0x89;
const VISIBLE_STRING: Tag = 0x8a;
const GENERALIZED_TIME: Tag = 0x8b;
pub(super) const BINARY_TIME: Tag = 0x8c;
const MMS_STRING: Tag = 0x90;
pub(super) const UTC_TIME: Tag = 0x91;
const FAILURE: Tag = 0x80;

/// Decodes the `Data` at the start of `input`; also returns the octets it takes.
///
/// `max_depth` bounds how deep arrays and structures may nest (never beyond [`MAX_DEPTH`]).
pub fn decode(input: &[u8], max_depth: u32) -> Result<(Value, usize), BerError> {
    let (element, used) = read_element(input)?;
    Ok((Value::new(data(element, max_depth.min(MAX_DEPTH))?), used))
}

/// Decodes the `AccessResult` at the start of `input`: a failure becomes [`Data::AccessError`].
pub fn decode_access_result(input: &[u8], max_depth: u32) -> Result<(Value, usize), BerError> {
    let (element, used) = read_element(input)?;
    Ok((access_result(element, max_depth.min(MAX_DEPTH))?, used))
}

/// Decodes an element that has been read already as `AccessResult`.
pub fn access_result(element: Element<'_>, max_depth: u32) -> Result<Value, BerError> {
    if element.tag != FAILURE {
        return data(element, max_depth).map(Value::new);
    }
    // Codes that the standard does not have are kept, for whoever looks into the matter.
    let code = read_u64(element.content)?;
    Ok(Value::access_error(i32::try_from(code).map_or(DataAccessError::UNKNOWN, DataAccessError)))
}

/// Decodes an element that has been read already as `Data`.
#[inline(always)]
pub fn data(Element { tag, content }: Element<'_>, max_depth: u32) -> Result<Data, BerError> {
    let invalid = BerError::Content(tag);
    Ok(match tag {
        STRUCTURE => Data::Structure(elements(content, max_depth)?),
        ARRAY => Data::Array(elements(content, max_depth)?),
        BOOLEAN => Data::Boolean(read_bool(tag, content)?),
        BIT_STRING => Data::BitString(bit_string(content)?),
        INTEGER => Data::Integer(Integer::signed(read_i64(tag, content)?, content.len() > 4)),
        UNSIGNED => Data::Unsigned(Integer::unsigned(read_u64(content)?, content.len() > 4)),
        FLOAT => Data::Float(float(content)?),
        OCTET_STRING => Data::OctetString(Octets::new(content)),
        VISIBLE_STRING => Data::VisibleString(Text::new(content)),
        GENERALIZED_TIME => Data::GeneralizedTime(Text::new(content)),
        BINARY_TIME => Data::BinaryTime(BinaryTime::from_octets(content).ok_or(invalid)?),
        MMS_STRING => Data::MmsString(Text::new(content)),
        UTC_TIME => Data::UtcTime(content.try_into().map_err(|_| invalid)?),
        _ => return Err(BerError::Tag(tag)),
    })
}

#[inline(never)]
fn elements(content: &[u8], max_depth: u32) -> Result<Elements, BerError> {
    let depth = max_depth.checked_sub(1).ok_or(BerError::Depth)?;
    // Counting first makes it one exact allocation; the count cannot exceed half the octets that are really there.
    let mut reader = Reader::new(content);
    let mut count = 0;
    while reader.next()?.is_some() {
        count += 1;
    }
    let mut values = Vec::with_capacity(count);
    let mut reader = Reader::new(content);
    while let Some(element) = reader.next()? {
        // Each of these is written to its place at once; what comes out of `data` is copied from the stack, slowly.
        match (element.tag, element.content) {
            (STRUCTURE, content) => {
                let inner = elements(content, depth)?;
                values.push(Value::element(Data::Structure(inner)));
            }
            (FLOAT, &[_, a, b, c, d]) => {
                let single = Float::Single(f32::from_be_bytes([a, b, c, d]));
                values.push(Value::element(Data::Float(single)));
            }
            (UTC_TIME, &[a, b, c, d, e, f, g, h]) => {
                values.push(Value::element(Data::UtcTime([a, b, c, d, e, f, g, h])));
            }
            (BIT_STRING, &[padding @ 0..8, a, b]) => {
                values.push(Value::element(Data::BitString(BitString::two_octets([a, b], padding))));
            }
            (INTEGER, &[a, b, c]) => {
                let number = Integer::short(i32::from_be_bytes([a, b, c, 0]) >> 8);
                values.push(Value::element(Data::Integer(number)));
            }
            (INTEGER, &[a, b]) => {
                let number = Integer::short(i16::from_be_bytes([a, b]).into());
                values.push(Value::element(Data::Integer(number)));
            }
            (INTEGER, &[a]) => {
                let number = Integer::short((a as i8).into());
                values.push(Value::element(Data::Integer(number)));
            }
            _ => values.push(Value::element(data(element, depth)?)),
        }
    }
    Ok(Elements::from_items(values.into_boxed_slice()))
}

#[inline]
fn bit_string(content: &[u8]) -> Result<BitString, BerError> {
    let (octets, size) = bits(content)?;
    Ok(BitString::from_octets(octets, size))
}

/// Octets of an encoded bit string, and how many bits of them count; `None` for anything else.
pub fn bit_string_octets(encoded: &[u8]) -> Option<(&[u8], u32)> {
    let (element, _) = read_element(encoded).ok()?;
    (element.tag == BIT_STRING).then(|| bits(element.content).ok()).flatten()
}

#[inline]
pub(super) fn bits(content: &[u8]) -> Result<(&[u8], u32), BerError> {
    let (&padding, octets) = content.split_first().ok_or(BerError::Content(BIT_STRING))?;
    let size = (octets.len() * 8).checked_sub(usize::from(padding)).filter(|_| padding < 8);
    let size = size.and_then(|size| u32::try_from(size).ok()).ok_or(BerError::Content(BIT_STRING))?;
    Ok((octets, size))
}

/// Up to eight octets, more only if the excess is zero. Devices that send four octets with the top bit set mean it.
#[inline]
pub(super) fn read_u64(content: &[u8]) -> Result<u64, BerError> {
    let excess = content.len().saturating_sub(8);
    if content.is_empty() || content.iter().take(excess).any(|&octet| octet != 0) {
        return Err(BerError::Content(UNSIGNED));
    }
    Ok(content.iter().fold(0, |value, &octet| value << 8 | u64::from(octet)))
}

/// The width of the exponent is taken from the size of the content, as everybody does.
#[inline]
pub(super) fn float(content: &[u8]) -> Result<Float, BerError> {
    match *content {
        [_, a, b, c, d] => Ok(Float::Single(f32::from_be_bytes([a, b, c, d]))),
        [_, a, b, c, d, e, f, g, h] => Ok(Float::Double(f64::from_be_bytes([a, b, c, d, e, f, g, h]))),
        _ => Err(BerError::Content(FLOAT)),
    }
}

/// Appends `value` as `Data`; an access error is written as the failure branch of `AccessResult`.
///
/// Empty elements of containers are left out: see [`Value::is_complete`].
pub fn encode(value: &Value, out: &mut Vec<u8>) {
    encode_whole(value, out);
}

/// [`encode`] that returns whether the value is complete.
pub fn encode_whole(value: &Value, out: &mut Vec<u8>) -> bool {
    match &value.data {
        Data::Array(elements) => return encode_elements(ARRAY, elements, out),
        Data::Structure(elements) => return encode_elements(STRUCTURE, elements, out),
        Data::Boolean(value) => write(out, BOOLEAN, &[u8::from(*value)]),
        Data::BitString(bits) => encode_bits(bits, out),
        Data::Integer(value) => crate::ber::write_i64(out, INTEGER, value.as_i64()),
        Data::Unsigned(value) => crate::ber::write_u64(out, UNSIGNED, value.as_u64()),
        Data::Float(Float::Single(value)) => {
            let [a, b, c, d] = value.to_be_bytes();
            out.extend_from_slice(&[FLOAT as u8, 5, 8, a, b, c, d]);
        }
        Data::Float(Float::Double(value)) => {
            out.extend_from_slice(&[FLOAT as u8, 9, 11]);
            out.extend_from_slice(&value.to_be_bytes());
        }
        Data::OctetString(octets) => write(out, OCTET_STRING, octets.as_bytes()),
        Data::VisibleString(text) => write(out, VISIBLE_STRING, text.as_bytes()),
        Data::GeneralizedTime(text) => write(out, GENERALIZED_TIME, text.as_bytes()),
        Data::BinaryTime(time) => write(out, BINARY_TIME, time.as_bytes()),
        Data::MmsString(text) => write(out, MMS_STRING, text.as_bytes()),
        Data::UtcTime([a, b, c, d, e, f, g, h]) => {
            out.extend_from_slice(&[UTC_TIME as u8, 8, *a, *b, *c, *d, *e, *f, *g, *h]);
        }
        Data::AccessError(error) => crate::ber::write_i64(out, FAILURE, i64::from(error.0)),
    }
    true
}

/// Appends `value` as `AccessResult`.
pub fn encode_access_result(value: &Value, out: &mut Vec<u8>) {
    encode(value, out);
}

fn encode_bits(bits: &BitString, out: &mut Vec<u8>) {
    if let Some([a, b, c, d, e, f, g, h]) = bits.short() {
        let end = out.len() + 3 + bits.byte_size();
        let count = bits.byte_size() as u8 + 1;
        out.extend_from_slice(&[BIT_STRING as u8, count, bits.padding(), a, b, c, d, e, f, g, h]);
        out.truncate(end);
        return;
    }
    write_header(out, BIT_STRING, bits.byte_size() + 1);
    out.push(bits.padding());
    out.extend_from_slice(bits.octets());
}

fn encode_elements(tag: Tag, elements: &Elements, out: &mut Vec<u8>) -> bool {
    let mut complete = true;
    crate::ber::write_nested(out, tag, |out| {
        elements.all(|element| {
            complete &= element.is_some_and(|element| encode_whole(element, out));
            true
        });
    });
    complete
}

/// Octets that [`encode`] appends.
pub fn encoded_len(value: &Value) -> usize {
    match &value.data {
        Data::Array(elements) | Data::Structure(elements) => {
            element_len(STRUCTURE, elements.iter().flatten().map(encoded_len).sum())
        }
        Data::Boolean(_) => 3,
        Data::BitString(bits) => element_len(BIT_STRING, bits.byte_size() + 1),
        Data::Integer(value) => 2 + i64_octets(value.as_i64()).1,
        Data::Unsigned(value) => 2 + i64::try_from(value.as_u64()).map_or(9, |value| i64_octets(value).1),
        Data::Float(value) => 3 + usize::from(value.format_width() / 8),
        Data::OctetString(octets) => element_len(OCTET_STRING, octets.size()),
        Data::VisibleString(text) | Data::MmsString(text) | Data::GeneralizedTime(text) => {
            element_len(VISIBLE_STRING, text.as_bytes().len())
        }
        Data::BinaryTime(time) => 2 + time.as_bytes().len(),
        Data::UtcTime(_) => 10,
        Data::AccessError(error) => 2 + i64_octets(i64::from(error.0)).1,
    }
}

#[cfg(test)]
#[path = "ber_tests.rs"]
pub(super) mod tests;
