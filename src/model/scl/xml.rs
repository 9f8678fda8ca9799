//! Elements of the document with their attributes, and errors that say where they are.

use std::fmt;
use std::str::FromStr;

use roxmltree::{Document, Node, ParsingOptions};

use super::{MAX_XML_NODES, bounds};

/// Why a text is no SCL file, or has no model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Line, counted from 1; 0 if it is the file as a whole.
    pub line: usize,
    /// Column in characters, counted from 1; 0 if it is the file as a whole.
    pub column: usize,
    /// The element and what distinguishes it, such as `DO Pos`; empty if the text is no XML there.
    pub element: String,
    /// What is wrong there.
    pub reason: String,
}

impl Error {
    pub(super) fn new(
        line: usize,
        column: usize,
        element: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self { line, column, element: element.into(), reason: reason.into() }
    }

    /// An error behind this part of the file.
    pub(super) fn behind(before: &[u8], reason: impl Into<String>) -> Self {
        let line = 1 + before.iter().filter(|&&octet| octet == b'\n').count();
        let start = before.iter().rposition(|&octet| octet == b'\n').map_or(0, |at| at + 1);
        let last = String::from_utf8_lossy(before.get(start..).unwrap_or_default());
        Self::new(line, 1 + last.chars().count(), "", reason)
    }

    /// An error that has no place in the file.
    pub(super) fn of_file(reason: impl Into<String>) -> Self {
        Self::new(0, 0, "", reason)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}:{}: ", self.line, self.column)?;
        }
        if !self.element.is_empty() {
            write!(f, "{}: ", self.element)?;
        }
        f.write_str(&self.reason)
    }
}

impl std::error::Error for Error {}

/// Parses the text. Document type declarations are refused, hence entities are, too.
pub(super) fn document(text: &str) -> Result<Document<'_>, Error> {
    bounds::check(text)?;
    let options = ParsingOptions { nodes_limit: MAX_XML_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        // the crate's texts end with the position
        let reason = error.to_string();
        let reason = reason.rsplit_once(" at ").map_or(&reason[..], |(reason, _)| reason);
        Error::new(at.row as usize, at.col as usize, "", reason)
    })
}

/// The element `SCL`.
pub(super) fn root<'a>(document: &'a Document<'a>) -> Result<Element<'a>, Error> {
    let root = Element { node: document.root_element() };
    if root.name() == "SCL" { Ok(root) } else { Err(root.error("the file is no SCL file")) }
}

/// An element of the document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    node: Node<'a, 'a>,
}

impl<'a> Element<'a> {
    pub(super) fn name(self) -> &'a str {
        self.node.tag_name().name()
    }

    /// The elements below that belong to SCL, not to a manufacturer's namespace.
    pub(super) fn elements(self) -> impl Iterator<Item = Element<'a>> {
        let namespace = self.node.tag_name().namespace();
        self.node
            .children()
            .filter(move |node| node.is_element() && node.tag_name().namespace() == namespace)
            .map(|node| Self { node })
    }

    /// The elements of this name below.
    pub(super) fn all(self, name: &'static str) -> impl Iterator<Item = Element<'a>> {
        self.elements().filter(move |element| element.name() == name)
    }

    /// The first element of this name below.
    pub(super) fn first(self, name: &'static str) -> Option<Element<'a>> {
        self.all(name).next()
    }

    /// The text inside.
    pub(super) fn text(self) -> &'a str {
        self.node.text().unwrap_or_default()
    }

    /// An attribute; empty ones count as missing.
    pub(super) fn get(self, attribute: &str) -> Option<&'a str> {
        self.node.attribute(attribute).filter(|value| !value.is_empty())
    }

    pub(super) fn required(self, attribute: &str) -> Result<&'a str, Error> {
        self.get(attribute).ok_or_else(|| self.error(format!("attribute {attribute} is missing")))
    }

    /// An attribute that is, or is part of, a name in references.
    pub(super) fn identifier(self, attribute: &str) -> Result<&'a str, Error> {
        self.required(attribute).and_then(|name| self.check_identifier(name))
    }

    /// The same, or nothing.
    pub(super) fn optional_identifier(self, attribute: &str) -> Result<Option<&'a str>, Error> {
        self.get(attribute).map(|name| self.check_identifier(name)).transpose()
    }

    /// Letters, digits and `_`, 64 at most: others have a meaning in references or none in MMS.
    fn check_identifier(self, name: &'a str) -> Result<&'a str, Error> {
        let good =
            name.len() <= 64 && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'_');
        if good { Ok(name) } else { Err(self.error(format!("{name:?} is no name"))) }
    }

    /// A number; the default if there is none.
    pub(super) fn number<T: FromStr>(self, attribute: &str, default: T) -> Result<T, Error> {
        match self.get(attribute) {
            None => Ok(default),
            Some(text) => text
                .trim()
                .parse()
                .map_err(|_| self.error(format!("{text:?} is no number that {attribute} can have"))),
        }
    }

    /// A boolean; the default if there is none.
    pub(super) fn flag(self, attribute: &str, default: bool) -> Result<bool, Error> {
        match self.get(attribute).map(str::trim) {
            None => Ok(default),
            Some("true" | "1") => Ok(true),
            Some("false" | "0") => Ok(false),
            Some(text) => Err(self.error(format!("{attribute} is true or false, not {text:?}"))),
        }
    }

    pub(super) fn error(self, reason: impl Into<String>) -> Error {
        let at = self.node.document().text_pos_at(self.node.range().start);
        Error::new(at.row as usize, at.col as usize, self.label(), reason)
    }

    /// The name of the element with what distinguishes it.
    fn label(self) -> String {
        let told = ["name", "id", "cbName", "doName", "inst"].iter().find_map(|name| self.get(name));
        match (self.get("lnClass"), told) {
            (Some(class), Some(told)) if told != class => format!("{} {class} {told}", self.name()),
            (Some(told), _) | (None, Some(told)) => format!("{} {told}", self.name()),
            (None, None) => self.name().to_owned(),
        }
    }
}
