//! Bounds of the XML that are checked before it is parsed: the parser's work grows with the square of the attributes of
//! one element, and of the namespaces of nested ones.

use super::xml::Error;
use super::{MAX_XML_ATTRIBUTES, MAX_XML_DEPTH};

/// What is between these is no element.
const OTHER: [(&str, &str); 3] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];

/// One pass over the text, which need not be well-formed.
pub(super) fn check(text: &str) -> Result<(), Error> {
    let mut rest = text;
    let mut depth = 0usize;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..).unwrap_or_default();
        let inside = OTHER.iter().find_map(|(start, end)| Some((rest.strip_prefix(start)?, end)));
        if let Some((inside, end)) = inside {
            rest = inside.split_once(end).map_or("", |(_, behind)| behind);
            continue;
        }
        let tag = Tag::read(rest);
        let refuse = |reason: String| {
            let before = text.len() - rest.len();
            Err(Error::behind(text.as_bytes().get(..before).unwrap_or_default(), reason))
        };
        if tag.attributes > MAX_XML_ATTRIBUTES {
            return refuse(format!("an element has more than {MAX_XML_ATTRIBUTES} attributes"));
        }
        if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.closed {
            depth += 1;
        }
        if depth > MAX_XML_DEPTH {
            return refuse("elements nested too deep".to_owned());
        }
        rest = rest.get(tag.length..).unwrap_or_default();
    }
    Ok(())
}

/// A tag, up to its `>`.
struct Tag {
    length: usize,
    attributes: usize,
    /// Ends with `/>`.
    closed: bool,
}

impl Tag {
    fn read(text: &str) -> Self {
        let mut tag = Self { length: text.len(), attributes: 0, closed: false };
        let mut quote = None;
        for (at, octet) in text.bytes().enumerate() {
            match (quote, octet) {
                (Some(open), _) if open == octet => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(octet),
                (None, b'=') => tag.attributes += 1,
                (None, b'>') => {
                    tag.length = at + 1;
                    break;
                }
                _ => tag.closed = octet == b'/',
            }
        }
        tag
    }
}
