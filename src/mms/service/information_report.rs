//! InformationReport (ISO 9506-2 §14.9), hand-written and without copies: every report arrives in one.

use super::access::{Access, VariableAccess, read_list_name, read_variable};
use super::{Elements, trailing};
use crate::ber::{self, BerError, Reader};
use crate::error::{Error, Result};
use crate::mms::pdu::names::ObjectNameRef;
use crate::mms::value::Value;

/// A report as it arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InformationReport<'a> {
    /// What it is about.
    pub access: ReportAccess<'a>,
    /// The encoded AccessResult elements.
    pub results: Elements<'a>,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportAccess<'a> {
    /// variableListName: IEC 61850 reports come as vmd-specific "RPT"
    List(ObjectNameRef<'a>),
    /// listOfVariable: the encoded elements, see [`variable`]; command terminations come this way
    Variables(Elements<'a>),
}

impl InformationReport<'_> {
    /// The value of each access result, `Err` for one that cannot be decoded: the others are still usable.
    pub fn values(&self) -> impl ExactSizeIterator<Item = Result<Value>> {
        self.results.map(super::read::value)
    }
}

const INFORMATION_REPORT: u32 = 0xa0;

/// Whether an UnconfirmedService element is an InformationReport.
pub fn is_report(service: &[u8]) -> bool {
    Reader::new(service).peek_tag() == Some(INFORMATION_REPORT)
}

/// Reads a report (the UnconfirmedService element).
pub fn parse(service: &[u8]) -> Result<InformationReport<'_>> {
    let mut fields = Reader::new(Reader::new(service).expect(INFORMATION_REPORT)?);
    let specification = fields.required()?;
    let access = match specification.tag {
        0xa0 => ReportAccess::Variables(Elements::new(specification.content)?),
        0xa1 => ReportAccess::List(read_list_name(specification.content)?),
        tag => return Err(BerError::Tag(tag).into()),
    };
    let results = Elements::new(fields.expect(0xa0)?)?;
    if fields.is_empty() {
        Ok(InformationReport { access, results })
    } else {
        Err(Error::Malformed("octets after a report"))
    }
}

/// Reads one element of [`ReportAccess::Variables`].
pub fn variable(element: &[u8]) -> Result<VariableAccess> {
    let content = Reader::new(element).expect(0x30)?;
    Ok(read_variable(content)?.ok_or(trailing(0x30))?)
}

/// Name of the variable in one element of [`ReportAccess::Variables`], without copies.
pub fn variable_name(element: &[u8]) -> Result<ObjectNameRef<'_>> {
    let mut fields = Reader::new(Reader::new(element).expect(0x30)?);
    Ok(read_list_name(fields.expect(0xa0)?)?)
}

/// The UnconfirmedService element of a report; `results` are encoded AccessResult elements, one after another.
pub fn build(access: &Access, results: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(results.len() + 32);
    ber::write_nested(&mut out, INFORMATION_REPORT, |out| {
        access.write(out);
        ber::write(out, 0xa0, results);
    });
    out
}
