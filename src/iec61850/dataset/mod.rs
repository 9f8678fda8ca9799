//! Data sets (IEC 61850-7-2 §13, mapped to named variable lists by IEC 61850-8-1 §14).

mod reference;
mod values;

pub use reference::{member, member_text, name};
pub use values::DataSet;

use super::client::Client;
use crate::error::{DataAccessError, Result};
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::access::{Access, VariableAccess};
use crate::mms::service::{read, variable_list};
use crate::mms::value::Value;
use crate::mmsclient::Call;
use crate::mmsclient::calls;

/// The members of a data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directory {
    /// Whether a client may delete it.
    pub deletable: bool,
    /// References of the members as `LD/LN.DO.DA[FC]`; empty for one that is gone from the server.
    pub members: Vec<Vec<u8>>,
}

impl Client {
    /// GetDataSetValues. The access error of a member is a value of that kind.
    pub fn read_data_set(&self, name: &ObjectName) -> Result<Vec<Value>> {
        self.connection().run(&calls::read_all(&Access::List(name.clone()), true))
    }

    /// [`Client::read_data_set`] into a data set that was read before. Another number of members is an error; an answer
    /// that turns out to be malformed may have been taken over as far as it is not.
    pub fn refresh_data_set(&self, name: &ObjectName, set: &mut DataSet) -> Result<()> {
        self.call(&calls::read_all(&Access::List(name.clone()), true).request, |answer| {
            if set.refresh(read::parse_response(answer)?) {
                Ok(())
            } else {
                set.update(read::parse_values(answer)?)
            }
        })
    }

    /// [`Client::read_data_set`] whose outcome `done` gets.
    pub fn read_data_set_async(
        &self,
        name: &ObjectName,
        done: impl FnOnce(u32, Result<Vec<Value>>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&calls::read_all(&Access::List(name.clone()), true), done)
    }

    /// SetDataSetValues: one result for each member.
    pub fn write_data_set<'a>(
        &self,
        name: &ObjectName,
        values: impl IntoIterator<Item = &'a Value>,
    ) -> Result<Vec<DataAccessError>> {
        self.connection().run(&write_call(name, values)?)
    }

    /// [`Client::write_data_set`] whose outcome `done` gets.
    pub fn write_data_set_async<'a>(
        &self,
        name: &ObjectName,
        values: impl IntoIterator<Item = &'a Value>,
        done: impl FnOnce(u32, Result<Vec<DataAccessError>>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&write_call(name, values)?, done)
    }

    /// CreateDataSet
    pub fn create_data_set(&self, name: &ObjectName, members: &[VariableAccess]) -> Result<()> {
        self.connection().run(&calls::define_list(name, members))
    }

    /// [`Client::create_data_set`] whose outcome `done` gets.
    pub fn create_data_set_async(
        &self,
        name: &ObjectName,
        members: &[VariableAccess],
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&calls::define_list(name, members), done)
    }

    /// DeleteDataSet
    pub fn delete_data_set(&self, name: &ObjectName) -> Result<()> {
        self.connection().run(&calls::delete_list(name))
    }

    /// [`Client::delete_data_set`] whose outcome `done` gets.
    pub fn delete_data_set_async(
        &self,
        name: &ObjectName,
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&calls::delete_list(name), done)
    }

    /// GetDataSetDirectory
    pub fn data_set_directory(&self, name: &ObjectName) -> Result<Directory> {
        self.call(&variable_list::attributes_request(name.as_ref()), directory)
    }

    /// [`Client::data_set_directory`] whose outcome `done` gets.
    pub fn data_set_directory_async(
        &self,
        name: &ObjectName,
        done: impl FnOnce(u32, Result<Directory>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&variable_list::attributes_request(name.as_ref()), directory, done)
    }
}

fn write_call<'a>(
    name: &ObjectName,
    values: impl IntoIterator<Item = &'a Value>,
) -> Result<Call<Vec<DataAccessError>>> {
    let values: Vec<&Value> = values.into_iter().collect();
    calls::write_all(&Access::List(name.clone()), &values)
}

fn directory(answer: &[u8]) -> Result<Directory> {
    let attributes = variable_list::parse_attributes_response(answer)?;
    let text = |member: &Option<VariableAccess>| member.as_ref().map(member_text).unwrap_or_default();
    Ok(Directory {
        deletable: attributes.deletable,
        members: attributes.variables.iter().map(text).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_are_gone_keep_their_place_in_the_directory() {
        let kept = member(b"LD/LN.DO[ST]").unwrap();
        let mut answer = variable_list::attributes_response(true, [&kept]);
        // An invalidated variable: 30 02 84 00, behind the member.
        answer.extend([0x30, 0x02, 0x84, 0x00]);
        let list = answer.len() - 4;
        answer[1] += 4;
        assert_eq!(answer[5], 0xa1);
        answer[6] += 4;
        assert_eq!(list + 4, answer.len());
        let found = directory(&answer).unwrap();
        assert_eq!(found.members, [b"LD/LN.DO[ST]".to_vec(), Vec::new()]);
    }

    #[test]
    fn values_that_are_no_data_are_not_sent() {
        let name = name(b"@x").unwrap();
        assert!(write_call(&name, []).is_err());
        assert!(write_call(&name, [&Value::access_error(DataAccessError::UNKNOWN)]).is_err());
        assert!(write_call(&name, [&Value::boolean(true)]).is_ok());
    }
}
