//! What a read, write, report or variable list names: variables, parts of variables, variable lists.
//! Hand-written on [`crate::ber`]: this is in every read and write.

use super::trailing;
use crate::ber::{self, BerError, Reader};
use crate::mms::pdu::names::{Identifier, ObjectName, ObjectNameRef};

/// VariableAccessSpecification
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// listOfVariable
    Variables(Vec<VariableAccess>),
    /// variableListName
    List(ObjectName),
}

/// A variable or, with an alternate access, a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableAccess {
    /// The variable.
    pub name: ObjectName,
    /// The part of it.
    pub alternate: Option<Alternate>,
}

/// AlternateAccess with one selection at each level: a path into an array or structure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternate {
    /// Selections from the outside in; never empty in what is sent.
    pub path: Vec<Selector>,
}

/// One step of an alternate access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// A component of a structure.
    Component(Identifier),
    /// An element of an array.
    Index(u32),
    /// Elements of an array.
    Range {
        /// First index.
        low: u32,
        /// How many.
        count: u32,
    },
    /// All elements.
    All,
    /// A selection that this project does not resolve (named or several at one level): only ever received, a
    /// server answers object-access-unsupported for that variable.
    Unsupported,
}

/// More steps than any IEC 61850 object has levels.
const MAX_PATH: usize = 32;
const SEQUENCE: u32 = 0x30;

impl VariableAccess {
    /// A whole variable.
    pub fn new(name: ObjectName) -> Self {
        Self { name, alternate: None }
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        write_variable(self.name.as_ref(), self.alternate.as_ref(), out);
    }
}

impl Alternate {
    /// An element of an array.
    pub fn index(index: u32) -> Self {
        Self { path: vec![Selector::Index(index)] }
    }

    /// Elements of an array.
    pub fn range(low: u32, count: u32) -> Self {
        Self { path: vec![Selector::Range { low, count }] }
    }

    /// A component of a structure.
    pub fn component(name: impl Into<Identifier>) -> Self {
        Self { path: vec![Selector::Component(name.into())] }
    }

    /// The same path one step further.
    pub fn then(mut self, selector: Selector) -> Self {
        self.path.push(selector);
        self
    }

    /// Writes the element with its [5] tag.
    fn write(&self, out: &mut Vec<u8>) {
        ber::write_nested(out, 0xa5, |out| write_path(&self.path, out));
    }

    fn read(content: &[u8]) -> Result<Self, BerError> {
        let mut path = Vec::new();
        let mut level = content;
        while path.len() < MAX_PATH {
            let mut selections = Reader::new(level);
            let selection = selections.required()?;
            if !selections.is_empty() {
                Reader::required(&mut selections)?;
                path.push(Selector::Unsupported);
                return Ok(Self { path });
            }
            if selection.tag != 0xa0 {
                path.push(selector(selection.tag, selection.content, 1)?);
                return Ok(Self { path });
            }
            let mut nested = Reader::new(selection.content);
            let outer = nested.required()?;
            path.push(selector(outer.tag, outer.content, 0)?);
            level = nested.expect(SEQUENCE)?;
        }
        Err(BerError::Depth)
    }
}

/// A selector; the tags of selectAccess are one higher than those of accessSelection.
fn selector(tag: u32, content: &[u8], offset: u32) -> Result<Selector, BerError> {
    match tag.wrapping_sub(offset) {
        0x80 => Ok(Selector::Component(content.into())),
        // an index that no array has, negative ones too, is the server's to refuse
        0x81 => Ok(Selector::Index(u32::try_from(ber::read_i64(tag, content)?).unwrap_or(u32::MAX))),
        0xa2 => {
            let mut fields = Reader::new(content);
            let low = ber::read_u32(0x80, fields.expect(0x80)?)?;
            let count = ber::read_u32(0x81, fields.expect(0x81)?)?;
            Ok(Selector::Range { low, count })
        }
        0x83 => Ok(Selector::All),
        0xa4 if offset == 1 => Ok(Selector::Unsupported),
        _ => Err(BerError::Tag(tag)),
    }
}

fn write_path(path: &[Selector], out: &mut Vec<u8>) {
    match path {
        [] => {}
        [last] => write_selector(last, 1, out),
        [outer, inner @ ..] => ber::write_nested(out, 0xa0, |out| {
            write_selector(outer, 0, out);
            ber::write_nested(out, SEQUENCE, |out| write_path(inner, out));
        }),
    }
}

fn write_selector(selector: &Selector, offset: u32, out: &mut Vec<u8>) {
    match selector {
        Selector::Component(name) => ber::write(out, 0x80 + offset, name.as_bytes()),
        Selector::Index(index) => ber::write_i64(out, 0x81 + offset, i64::from(*index)),
        Selector::Range { low, count } => ber::write_nested(out, 0xa2 + offset, |out| {
            ber::write_i64(out, 0x80, i64::from(*low));
            ber::write_i64(out, 0x81, i64::from(*count));
        }),
        Selector::All | Selector::Unsupported => ber::write(out, 0x83 + offset, &[]),
    }
}

/// Writes one element of listOfVariable.
#[inline]
pub(super) fn write_variable(name: ObjectNameRef<'_>, alternate: Option<&Alternate>, out: &mut Vec<u8>) {
    let Some(alternate) = alternate else {
        let inner = name.encoded_len();
        ber::write_header(out, SEQUENCE, ber::element_len(0xa0, inner));
        ber::write_header(out, 0xa0, inner);
        name.write(out);
        return;
    };
    ber::write_nested(out, SEQUENCE, |out| {
        ber::write_header(out, 0xa0, name.encoded_len());
        name.write(out);
        alternate.write(out);
    });
}

/// What one element of listOfVariable names; `None` where the variable has been invalidated.
pub(super) fn read_variable(content: &[u8]) -> Result<Option<VariableAccess>, BerError> {
    let mut fields = Reader::new(content);
    let specification = fields.required()?;
    let name = match specification.tag {
        0xa0 => {
            let mut choice = Reader::new(specification.content);
            let name = ObjectNameRef::read(&mut choice)?;
            if !choice.is_empty() {
                return Err(trailing(0xa0));
            }
            Some(name.to_owned())
        }
        0x84 => None,
        tag => return Err(BerError::Tag(tag)),
    };
    let alternate = fields.optional(0xa5)?.map(Alternate::read).transpose()?;
    if !fields.is_empty() {
        return Err(trailing(SEQUENCE));
    }
    Ok(name.map(|name| VariableAccess { name, alternate }))
}

impl Access {
    /// Writes the choice's element.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Variables(variables) => ber::write_nested(out, 0xa0, |out| {
                for variable in variables {
                    variable.write(out);
                }
            }),
            Self::List(name) => {
                ber::write_header(out, 0xa1, name.as_ref().encoded_len());
                name.as_ref().write(out);
            }
        }
    }

    /// Reads the choice's element.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, BerError> {
        let element = reader.required()?;
        match element.tag {
            0xa0 => {
                let mut list = Reader::new(element.content);
                let mut variables = Vec::new();
                while let Some(variable) = list.next()? {
                    if variable.tag != SEQUENCE {
                        return Err(BerError::Tag(variable.tag));
                    }
                    // Only variables with a name can be read or written.
                    variables.push(read_variable(variable.content)?.ok_or(BerError::Content(SEQUENCE))?);
                }
                Ok(Self::Variables(variables))
            }
            0xa1 => read_list_name(element.content).map(|name| Self::List(name.to_owned())),
            tag => Err(BerError::Tag(tag)),
        }
    }
}

/// The content of variableListName.
pub(super) fn read_list_name(content: &[u8]) -> Result<ObjectNameRef<'_>, BerError> {
    let mut choice = Reader::new(content);
    let name = ObjectNameRef::read(&mut choice)?;
    if choice.is_empty() { Ok(name) } else { Err(trailing(0xa1)) }
}
