//! The text configuration file of a model.
//!
//! Nested statements, as a rule one a line: `MODEL(name){ LD(inst [ldName]){ LN(name){ … } } }`; in a logical node
//! `DO(name count){…}`, `DA(name count type fc trgOps sAddr)[=value];`, `[index]=value;` or `[index]{…}` for elements of
//! arrays, `DS(name){ DE(variable [index [component]]); }`,
//! `RC(name rptId buffered dataSet confRev trgOps optFlds bufTm intgPd);`, `LC(name dataSet log trgOps intgPd logEna
//! reasonCode);`, `LOG(name);`, `SG(actSG numOfSGs)`, `GC(name goId dataSet confRev fixedOffs minTime maxTime){ PA(…) }`
//! and `SMVC(name svId dataSet confRev smpMod smpRate optFlds unicast){ PA(prio vlan appId mac) }`. `-` stands for
//! nothing. Further arguments are ignored.

mod blocks;
mod lexer;
mod write;

use super::fc::FunctionalConstraint;
use super::tree::{Attribute, LogicalDevice, LogicalNode, Model, Node};
use super::types::data_type;
use super::values;
use lexer::{Item, Lexer};
pub use write::write;

/// Why a text is no configuration file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Error {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Data may nest this deep; IEC 61850-7-3 needs six levels.
const MAX_DEPTH: usize = 32;

/// Elements of one array.
const MAX_ELEMENTS: i32 = 1 << 16;

/// Elements of all arrays: a short text must not make a large model.
const MAX_ALL_ELEMENTS: i32 = 1 << 20;

/// Reads a model from the text of a configuration file.
pub fn parse(text: &[u8]) -> Result<Model, Error> {
    let mut parser = Parser { lexer: Lexer::new(text), elements: 0 };
    let model = parser.model()?;
    match parser.lexer.next()? {
        Item::End => Ok(model),
        _ => Err(parser.lexer.error("text behind the end of the model".to_owned())),
    }
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    /// elements of arrays so far
    elements: i32,
}

/// A statement: keyword, arguments, value, line.
struct Statement<'a> {
    keyword: &'a [u8],
    arguments: Vec<&'a [u8]>,
    value: Option<&'a [u8]>,
    line: usize,
}

impl<'a> Statement<'a> {
    fn error(&self, reason: impl Into<String>) -> Error {
        Error { line: self.line, reason: reason.into() }
    }

    /// A statement that does not belong where it stands.
    fn misplaced(&self, place: &str) -> Error {
        self.error(format!("{} is no part of {place}", self.keyword.escape_ascii()))
    }

    fn argument(&self, at: usize, what: &str) -> Result<&'a [u8], Error> {
        let missing = || self.error(format!("{} without {what}", self.keyword.escape_ascii()));
        self.arguments.get(at).copied().ok_or_else(missing)
    }

    fn name(&self, at: usize, what: &str) -> Result<Vec<u8>, Error> {
        self.argument(at, what).map(<[u8]>::to_vec)
    }

    /// A number; those with a sign are allowed for `u32`, since writers print 32 bits as they like.
    fn number<T: TryFrom<i64>>(&self, at: usize, what: &str) -> Result<T, Error> {
        let text = self.argument(at, what)?;
        let number = values::integer(text).and_then(|number| T::try_from(number).ok());
        number.ok_or_else(|| self.error(format!("{} is no {what}", text.escape_ascii())))
    }

    fn number_or<T: TryFrom<i64>>(&self, at: usize, what: &str, default: T) -> Result<T, Error> {
        if self.arguments.len() > at { self.number(at, what) } else { Ok(default) }
    }
}

impl<'a> Parser<'a> {
    /// The next statement of a block, or `None` at its end.
    fn statement(&mut self) -> Result<Option<Statement<'a>>, Error> {
        match self.lexer.next()? {
            Item::Statement { keyword, arguments, value, line } => {
                Ok(Some(Statement { keyword, arguments, value, line }))
            }
            Item::Close => Ok(None),
            Item::Open => Err(self.lexer.error("unexpected {".to_owned())),
            Item::End => Err(self.lexer.error("the file ends inside a block".to_owned())),
        }
    }

    fn model(&mut self) -> Result<Model, Error> {
        let Some(start) = self.statement()?.filter(|start| start.keyword == b"MODEL") else {
            return Err(self.lexer.error("the file does not begin with MODEL".to_owned()));
        };
        let name = start.arguments.first().copied().unwrap_or_default().to_vec();
        let mut model = Model { name, devices: Vec::new() };
        if !self.lexer.open() {
            return Err(self.lexer.error("MODEL without {".to_owned()));
        }
        while let Some(statement) = self.statement()? {
            match statement.keyword {
                b"LD" => model.devices.push(self.logical_device(&statement)?),
                _ => return Err(statement.misplaced("a model")),
            }
        }
        Ok(model)
    }

    fn logical_device(&mut self, start: &Statement<'a>) -> Result<LogicalDevice, Error> {
        let name = start.arguments.get(1).map(|name| name.to_vec());
        let mut device = LogicalDevice { inst: start.name(0, "instance name")?, name, nodes: Vec::new() };
        if self.lexer.open() {
            while let Some(statement) = self.statement()? {
                match statement.keyword {
                    b"LN" => device.nodes.push(self.logical_node(&statement)?),
                    _ => return Err(statement.misplaced("a logical device")),
                }
            }
        }
        Ok(device)
    }

    fn logical_node(&mut self, start: &Statement<'a>) -> Result<LogicalNode, Error> {
        let mut node = LogicalNode { name: start.name(0, "name")?, ..LogicalNode::default() };
        if self.lexer.open() {
            while let Some(statement) = self.statement()? {
                match statement.keyword {
                    b"DO" => node.objects.push(self.data(&statement, MAX_DEPTH)?),
                    _ => node.blocks.push(self.block(&statement)?),
                }
            }
        }
        Ok(node)
    }

    /// A data object or data attribute with all below it.
    fn data(&mut self, start: &Statement<'a>, depth: usize) -> Result<Node, Error> {
        let attribute = if start.keyword == b"DA" { Some(attribute(start)?) } else { None };
        let count = start.number(1, "number of elements")?;
        self.elements = self.elements.saturating_add(i32::max(count, 0));
        if count > MAX_ELEMENTS || self.elements > MAX_ALL_ELEMENTS {
            return Err(start.error("too many elements of arrays"));
        }
        let name = start.name(0, "name")?;
        let mut node = Node { name, count, attribute, elements: Vec::new(), children: Vec::new() };
        self.inside(&mut node, depth)?;
        Ok(node)
    }

    /// What stands between the braces of a data object, a data attribute or an element of an array.
    fn inside(&mut self, node: &mut Node, depth: usize) -> Result<(), Error> {
        if !self.lexer.open() {
            return Ok(());
        }
        if depth == 0 {
            return Err(self.lexer.error("data nested too deep".to_owned()));
        }
        while let Some(statement) = self.statement()? {
            match statement.keyword {
                b"DA" => node.children.push(self.data(&statement, depth - 1)?),
                b"DO" if node.attribute.is_none() => node.children.push(self.data(&statement, depth - 1)?),
                b"[" => {
                    let element = self.element(&statement, node, depth - 1)?;
                    node.elements.push(element);
                }
                _ => return Err(statement.misplaced("data")),
            }
        }
        Ok(())
    }

    fn element(&mut self, start: &Statement<'a>, array: &Node, depth: usize) -> Result<(usize, Node), Error> {
        let index: usize = start.number(0, "index")?;
        if i32::try_from(index).map_or(true, |index| index >= array.count) {
            return Err(start.error(format!("there is no element {index}")));
        }
        let mut attribute = array.attribute.clone();
        match &mut attribute {
            Some(attribute) => attribute.value = initial_value(start, attribute.data_type),
            None if start.value.is_some() => return Err(start.error("a data object has no value")),
            None => {}
        }
        let mut node =
            Node { name: Vec::new(), count: 0, attribute, elements: Vec::new(), children: Vec::new() };
        self.inside(&mut node, depth)?;
        Ok((index, node))
    }
}

fn attribute(start: &Statement<'_>) -> Result<Attribute, Error> {
    let data_type = start.number(2, "type")?;
    let fc = start.number(3, "functional constraint")?;
    if !(-1..=data_type::LAST).contains(&data_type) {
        return Err(start.error(format!("{data_type} is no type")));
    }
    if fc != -1 && FunctionalConstraint::from_number(fc).is_none() {
        return Err(start.error(format!("{fc} is no functional constraint")));
    }
    Ok(Attribute {
        data_type,
        fc,
        triggers: start.number(4, "trigger options")?,
        short_address: values::u32(start.number(5, "short address")?)
            .ok_or_else(|| start.error("short address out of range"))?,
        value: initial_value(start, data_type),
    })
}

/// The initial value. What does not suit the type is left out, as the model is usable without it.
fn initial_value(start: &Statement<'_>, data_type: i32) -> Option<crate::mms::value::Value> {
    let text = start.value?;
    let value = values::value(data_type, text);
    if value.is_none() {
        tracing::warn!("line {}: {} is no value of type {data_type}", start.line, text.escape_ascii());
    }
    value
}

#[cfg(test)]
mod tests;
