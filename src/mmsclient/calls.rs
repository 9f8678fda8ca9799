//! The MMS services: each as its request and the reader of its answer, to be run at once or later.

use crate::ber::MAX_DEPTH;
use crate::error::{DataAccessError, Error, Result};
use crate::mms::pdu::names::{ObjectName, ObjectNameRef};
use crate::mms::service::access::{Access, Alternate, VariableAccess};
use crate::mms::service::file::{self, Directory, Opened};
use crate::mms::service::get_name_list::{self, ObjectClass, Scope};
use crate::mms::service::identify::{self, Identity};
use crate::mms::service::read_journal::{self, Journal};
use crate::mms::service::status::{self, VmdStatus};
use crate::mms::service::variable_list::{self, ListAttributes};
use crate::mms::service::{get_variable_attributes, read, write};
use crate::mms::type_spec::TypeSpec;
use crate::mms::value::time::BinaryTime;
use crate::mms::value::{Data, Value, ber};

use super::names::{NamePage, Names};

/// A confirmed service that is ready to be requested.
#[derive(Debug, Clone)]
pub struct Call<R> {
    /// The ConfirmedServiceRequest element.
    pub request: Vec<u8>,
    /// Reads the ConfirmedServiceResponse element.
    pub read: fn(&[u8]) -> Result<R>,
}

/// One page of names.
pub fn names(class: ObjectClass, scope: Scope<'_>, continue_after: Option<&[u8]>) -> Call<NamePage> {
    Call { request: get_name_list::request(class, scope, continue_after), read: name_page }
}

fn name_page(answer: &[u8]) -> Result<NamePage> {
    let mut names = Names::new();
    let more_follows = get_name_list::parse_response(answer, |name| names.push(name.to_vec()))?;
    Ok(NamePage { names, more_follows })
}

/// Reads a variable or a part of it. An access error of the server is a value of that kind.
pub fn read(name: ObjectNameRef<'_>, part: Option<&Alternate>) -> Call<Value> {
    Call { request: read::request_one(name, part), read: read::parse_value }
}

/// Reads several variables, or the members of a list; `repeat`: the answer shall say what they are. The access error
/// of one is a value of that kind.
pub fn read_all(access: &Access, repeat: bool) -> Call<Vec<Value>> {
    Call { request: read::request(repeat, access), read: read::parse_values }
}

/// Writes a variable or a part of it. An access error of the server is an error.
pub fn write(name: ObjectNameRef<'_>, part: Option<&Alternate>, value: &Value) -> Result<Call<()>> {
    check_data(value)?;
    Ok(Call { request: write::request_value(name, part, value), read: write_outcome })
}

/// Writes several variables, or the members of a list: one result for each.
pub fn write_all(access: &Access, values: &[&Value]) -> Result<Call<Vec<DataAccessError>>> {
    if values.is_empty() {
        return Err(Error::InvalidArgument("no values"));
    }
    values.iter().try_for_each(|value| check_data(value))?;
    let request = write::request_values(access, values.iter().copied());
    Ok(Call { request, read: write::parse_response })
}

/// Whether a value can be sent: access errors and containers with empty elements are no MMS data.
pub fn check_data(value: &Value) -> Result<()> {
    if matches!(value.data, Data::AccessError(_)) || !value.is_complete() {
        return Err(Error::InvalidArgument("value that is no MMS data"));
    }
    Ok(())
}

/// Reads the answer to one write.
pub fn write_outcome(answer: &[u8]) -> Result<()> {
    match write::parse_response_one(answer)? {
        DataAccessError::SUCCESS => Ok(()),
        error => Err(Error::DataAccess(error)),
    }
}

/// The type of a variable.
pub fn variable_type(name: ObjectNameRef<'_>) -> Call<TypeSpec> {
    let read = |answer: &[u8]| Ok(get_variable_attributes::parse_response(answer)?.spec);
    Call { request: get_variable_attributes::request(name), read }
}

/// Defines a list.
pub fn define_list(name: &ObjectName, members: &[VariableAccess]) -> Call<()> {
    Call {
        request: variable_list::define_request(name.as_ref(), members),
        read: variable_list::parse_define_response,
    }
}

/// The members of a list.
pub fn list_attributes(name: &ObjectName) -> Call<ListAttributes> {
    Call {
        request: variable_list::attributes_request(name.as_ref()),
        read: variable_list::parse_attributes_response,
    }
}

/// Deletes a list.
pub fn delete_list(name: &ObjectName) -> Call<()> {
    Call { request: variable_list::delete_request(std::slice::from_ref(name)), read: deletion }
}

/// A server that deletes nothing says so in numbers, not by an error.
fn deletion(answer: &[u8]) -> Result<()> {
    let outcome = variable_list::parse_delete_response(answer)?;
    match (outcome.matched, outcome.deleted) {
        (_, 1..) => Ok(()),
        (0, _) => Err(Error::DataAccess(DataAccessError::OBJECT_NON_EXISTENT)),
        _ => Err(Error::DataAccess(DataAccessError::OBJECT_ACCESS_DENIED)),
    }
}

/// Who the server says it is.
pub fn identify() -> Call<Identity> {
    Call { request: identify::request(), read: identify::parse_response }
}

/// State of the server; with `extended_derivation` it shall test itself.
pub fn status(extended_derivation: bool) -> Call<VmdStatus> {
    Call { request: status::request(extended_derivation), read: status::parse_response }
}

/// Opens a file.
pub fn open_file(name: &[u8], position: u32) -> Call<Opened> {
    Call { request: file::open_request(name, position), read: file::parse_open_response }
}

/// The next octets of a file, and whether more follow.
pub fn read_file(frsm_id: i32) -> Call<(Vec<u8>, bool)> {
    let read = |answer: &[u8]| file::parse_read_response(answer).map(|(data, more)| (data.to_vec(), more));
    Call { request: file::read_request(frsm_id), read }
}

/// Closes a file.
pub fn close_file(frsm_id: i32) -> Call<()> {
    Call { request: file::close_request(frsm_id), read: file::parse_close_response }
}

/// Renames a file.
pub fn rename_file(current: &[u8], new: &[u8]) -> Call<()> {
    Call { request: file::rename_request(current, new), read: file::parse_rename_response }
}

/// Deletes a file.
pub fn delete_file(name: &[u8]) -> Call<()> {
    Call { request: file::delete_request(name), read: file::parse_delete_response }
}

/// One page of a file directory, from behind the entry `after` on; the root without name.
pub fn file_directory(name: Option<&[u8]>, after: Option<&[u8]>) -> Call<Directory> {
    Call { request: file::directory_request(name, after), read: file::parse_directory_response }
}

/// Entries of a journal.
#[derive(Debug)]
pub struct JournalPage {
    /// The entries, oldest first as the server gives them.
    pub entries: Vec<JournalEntry>,
    /// Whether the server has further ones behind the last.
    pub more_follows: bool,
}

/// An entry of a journal.
#[derive(Debug)]
pub struct JournalEntry {
    /// Its identifier: an octet string.
    pub id: Value,
    /// When it was made: a binary time.
    pub time: Value,
    /// What was logged: reference and value, then its reason.
    pub variables: Vec<(Vec<u8>, Value)>,
}

/// The entries of a journal between two times (binary times, four or six octets).
pub fn journal_by_time(name: ObjectName, start: &[u8], end: &[u8]) -> Call<JournalPage> {
    Call { request: read_journal::request_time_range(name, start, end), read: journal }
}

/// The entries of a journal behind one of them, known by its time and identifier.
pub fn journal_after(name: ObjectName, time: &[u8], entry: &[u8]) -> Call<JournalPage> {
    Call { request: read_journal::request_start_after(name, time, entry), read: journal }
}

fn journal(answer: &[u8]) -> Result<JournalPage> {
    let Journal { entries, more_follows } = read_journal::parse_response(answer)?;
    let entries = entries.into_iter().map(|entry| {
        let time = BinaryTime::from_octets(entry.time).unwrap_or(BinaryTime::new(false));
        let value = |octets| ber::decode(octets, MAX_DEPTH).map(|(value, _)| value);
        let variables =
            entry.variables.iter().map(|variable| Ok((variable.tag.to_vec(), value(variable.value)?)));
        Ok(JournalEntry {
            id: Value::octet_string(entry.id),
            time: Value::new(Data::BinaryTime(time)),
            variables: variables.collect::<Result<_>>()?,
        })
    });
    Ok(JournalPage { entries: entries.collect::<Result<_>>()?, more_follows })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deletion_tells_unknown_from_protected_lists() {
        let answer = |matched, deleted| {
            deletion(&variable_list::delete_response(variable_list::Deleted { matched, deleted }))
        };
        assert_eq!(answer(1, 1), Ok(()));
        assert_eq!(answer(0, 0), Err(Error::DataAccess(DataAccessError::OBJECT_NON_EXISTENT)));
        assert_eq!(answer(1, 0), Err(Error::DataAccess(DataAccessError::OBJECT_ACCESS_DENIED)));
    }
}
