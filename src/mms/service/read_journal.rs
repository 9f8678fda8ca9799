//! ReadJournal (ISO 9506-2 §16.6): IEC 61850 logs. Answers are read by hand, because devices send the variables
//! with and without context tags.

use super::{Service, content, write_bool};
use crate::ber::{self, BerError, Reader};
use crate::error::Result;
use crate::mms::pdu::journal::{RangeStart, RangeStop, ReadJournalRequest, StartAfter};
use crate::mms::pdu::names::ObjectName;
use crate::mms::pdu::{decode, encode};

/// A part of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal<'a> {
    /// The entries.
    pub entries: Vec<JournalEntry<'a>>,
    /// Whether there are more after the last.
    pub more_follows: bool,
}

/// One entry of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry<'a> {
    /// entryIdentifier
    pub id: &'a [u8],
    /// occurrenceTime: binary time of four or six octets
    pub time: &'a [u8],
    /// What was logged.
    pub variables: Vec<JournalVariable<'a>>,
    /// The text of an entry that is an annotation.
    pub annotation: Option<&'a [u8]>,
}

/// One variable of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalVariable<'a> {
    /// variableTag
    pub tag: &'a [u8],
    /// valueSpecification: an encoded Data element
    pub value: &'a [u8],
}

const OCTET_STRING: u32 = 0x04;
const VISIBLE_STRING: u32 = 0x1a;
const SEQUENCE: u32 = 0x30;

/// The request for the entries between two times (binary time, four or six octets).
pub fn request_time_range(name: ObjectName, start: &[u8], end: &[u8]) -> Vec<u8> {
    encode(&ReadJournalRequest {
        name,
        start: Some(RangeStart::Time(start.into())),
        stop: Some(RangeStop::Time(end.into())),
        variables: None,
        start_after: None,
    })
}

/// The request for the entries after one entry, known by its time and identifier.
pub fn request_start_after(name: ObjectName, time: &[u8], entry: &[u8]) -> Vec<u8> {
    encode(&ReadJournalRequest {
        name,
        start: None,
        stop: None,
        variables: None,
        start_after: Some(StartAfter { time: time.into(), entry: entry.into() }),
    })
}

/// Reads a request.
pub fn parse_request(service: &[u8]) -> Result<ReadJournalRequest> {
    decode(service)
}

/// The answer.
pub fn response(journal: &Journal<'_>) -> Vec<u8> {
    let mut entries = Vec::with_capacity(256);
    journal.entries.iter().for_each(|entry| write_entry(entry, &mut entries));
    response_of(&entries, journal.more_follows)
}

/// The answer with entries that [`write_entry`] has written.
pub fn response_of(entries: &[u8], more_follows: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(entries.len() + 16);
    ber::write_nested(&mut out, 0xbf41, |out| {
        ber::write(out, 0xa0, entries);
        if more_follows {
            write_bool(out, 0x81, true);
        }
    });
    out
}

/// Appends an entry.
pub fn write_entry(entry: &JournalEntry<'_>, out: &mut Vec<u8>) {
    ber::write_nested(out, SEQUENCE, |out| {
        ber::write(out, 0x80, entry.id);
        // originatingApplication: an ApplicationReference without anything in it
        ber::write(out, 0xa1, &[0x30, 0]);
        ber::write_nested(out, 0xa2, |out| {
            ber::write(out, 0x80, entry.time);
            if let Some(text) = entry.annotation {
                ber::write(out, 0x83, text);
                return;
            }
            ber::write_nested(out, 0xa2, |out| {
                ber::write_nested(out, 0xa1, |out| {
                    for variable in &entry.variables {
                        ber::write_nested(out, SEQUENCE, |out| {
                            ber::write(out, 0x80, variable.tag);
                            ber::write(out, 0xa1, variable.value);
                        });
                    }
                });
            });
        });
    });
}

/// Reads an answer. Some servers damage an entry when the answer is full: where more follows, the answer ends before
/// the damage, and asking for what is behind the last entry gets the damaged one again.
pub fn parse_response(service: &[u8]) -> Result<Journal<'_>> {
    let mut fields = Reader::new(content(service, Service::ReadJournal)?);
    let mut list = Reader::new(fields.expect(0xa0)?);
    let more = fields.optional(0x81)?.map(|flag| ber::read_bool(0x81, flag)).transpose()?;
    let more_follows = more.unwrap_or(false);
    let mut entries = Vec::new();
    loop {
        match next_entry(&mut list) {
            Ok(Some(entry)) => entries.push(entry),
            Ok(None) => break,
            Err(error) if more_follows && !entries.is_empty() => {
                tracing::warn!(?error, "damaged entry in a journal's answer");
                break;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Journal { entries, more_follows })
}

fn next_entry<'a>(list: &mut Reader<'a>) -> std::result::Result<Option<JournalEntry<'a>>, BerError> {
    match list.next()? {
        Some(element) if element.tag == SEQUENCE => read_entry(element.content).map(Some),
        Some(element) => Err(BerError::Tag(element.tag)),
        None => Ok(None),
    }
}

fn read_entry(content: &[u8]) -> std::result::Result<JournalEntry<'_>, BerError> {
    let mut fields = Reader::new(content);
    let id = match fields.optional(OCTET_STRING)? {
        Some(id) => id,
        None => fields.expect(0x80)?,
    };
    let mut entry = JournalEntry { id, time: &[], variables: Vec::new(), annotation: None };
    while let Some(field) = fields.next()? {
        if field.tag == 0xa2 {
            read_content(field.content, &mut entry)?;
        }
    }
    Ok(entry)
}

fn read_content<'a>(content: &'a [u8], entry: &mut JournalEntry<'a>) -> std::result::Result<(), BerError> {
    let mut fields = Reader::new(content);
    entry.time = fields.expect(0x80)?;
    while let Some(field) = fields.next()? {
        match field.tag {
            0xa2 => {
                let mut data = Reader::new(field.content);
                while let Some(part) = data.next()? {
                    if part.tag == 0xa1 {
                        read_variables(part.content, &mut entry.variables)?;
                    }
                }
            }
            0x83 => entry.annotation = Some(field.content),
            _ => {}
        }
    }
    Ok(())
}

fn read_variables<'a>(
    content: &'a [u8],
    out: &mut Vec<JournalVariable<'a>>,
) -> std::result::Result<(), BerError> {
    let mut list = Reader::new(content);
    while let Some(variable) = list.next()? {
        if variable.tag != SEQUENCE {
            return Err(BerError::Tag(variable.tag));
        }
        let mut fields = Reader::new(variable.content);
        let tag = fields.required()?;
        let (tag, tagged) = match tag.tag {
            VISIBLE_STRING => (tag.content, false),
            0x80 => (tag.content, true),
            other => return Err(BerError::Tag(other)),
        };
        let whole = fields.rest();
        let (value, used) = ber::read_element(whole)?;
        // [1] around the value and the array of Data share a tag: which it is, the tag before tells.
        let value =
            if tagged && value.tag == 0xa1 { value.content } else { whole.get(..used).unwrap_or_default() };
        out.push(JournalVariable { tag, value });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &[u8]) -> JournalEntry<'_> {
        let variables = vec![JournalVariable { tag: b"reference", value: &[0x83, 1, 1] }];
        JournalEntry { id, time: &[0; 6], variables, annotation: None }
    }

    #[test]
    fn a_damaged_entry_is_left_out_only_when_more_follows() {
        let mut list = Vec::new();
        write_entry(&entry(b"first"), &mut list);
        let first = list.len();
        write_entry(&entry(b"second"), &mut list);
        for (kept, more, expected) in [(1, true, Some(1)), (1, false, None), (0, true, None)] {
            let cut = if kept == 1 { &list[..list.len() - 6] } else { &list[..first - 6] };
            let mut answer = Vec::new();
            ber::write_nested(&mut answer, 0xbf41, |out| {
                ber::write(out, 0xa0, cut);
                write_bool(out, 0x81, more);
            });
            let read = parse_response(&answer).ok().map(|journal| journal.entries.len());
            assert_eq!(read, expected, "{kept} {more}");
        }
    }
}
