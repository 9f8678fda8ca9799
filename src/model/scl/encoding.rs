//! The characters of a file: UTF-8, UTF-16 with a byte order mark, or ISO 8859-1 where the file says so.

use std::borrow::Cow;

use super::MAX_TEXT;
use super::xml::Error;

/// Where an XML declaration ends at the latest.
const DECLARATION: usize = 200;

pub(super) fn decode(text: &[u8]) -> Result<Cow<'_, str>, Error> {
    if text.len() > MAX_TEXT {
        return Err(Error::of_file(format!("the file is larger than {MAX_TEXT} octets")));
    }
    match text {
        [0xff, 0xfe, text @ ..] => utf16(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => utf16(text, u16::from_be_bytes),
        _ if is_latin1(text) => Ok(text.iter().copied().map(char::from).collect::<String>().into()),
        [0xef, 0xbb, 0xbf, text @ ..] => utf8(text),
        _ => utf8(text),
    }
}

fn utf8(text: &[u8]) -> Result<Cow<'_, str>, Error> {
    std::str::from_utf8(text)
        .map(Cow::Borrowed)
        .map_err(|error| Error::behind(text.get(..error.valid_up_to()).unwrap_or_default(), "no UTF-8 text"))
}

fn utf16(text: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Error> {
    let (pairs, rest) = text.as_chunks::<2>();
    let decoded = char::decode_utf16(pairs.iter().copied().map(unit)).collect::<Result<String, _>>();
    match decoded {
        Ok(decoded) if rest.is_empty() => Ok(decoded.into()),
        _ => Err(Error::of_file("no UTF-16 text")),
    }
}

/// Whether the XML declaration names this encoding.
fn is_latin1(text: &[u8]) -> bool {
    let start = text.get(..DECLARATION).unwrap_or(text);
    let end = start.iter().position(|&octet| octet == b'>').unwrap_or(start.len());
    let declaration = start.get(..end).unwrap_or_default().to_ascii_lowercase();
    declaration.starts_with(b"<?xml")
        && [&b"iso-8859-1"[..], b"latin1"]
            .iter()
            .any(|name| declaration.windows(name.len()).any(|part| part == *name))
}
