//! GetDataValues, SetDataValues and GetDataDefinition (IEC 61850-7-2 §12).

use super::client::Client;
use super::reference::Reference;
use crate::error::{DataAccessError, Error, Result};
use crate::mms::service::{get_variable_attributes, read, write};
use crate::mms::type_spec::TypeSpec;
use crate::mms::value::{Data, Value};

impl Client {
    /// Reads an object. An access error of the server is a value of that kind, not an error.
    pub fn read(&self, reference: &Reference) -> Result<Value> {
        let request = read::request_one(reference.name(), reference.alternate.as_ref());
        self.call(&request, read::parse_value)
    }

    /// Reads an object and gives what `pick` finds in it; an access error of the server is an error.
    pub fn read_as<R>(&self, reference: &Reference, pick: impl FnOnce(&Value) -> Option<R>) -> Result<R> {
        let value = self.read(reference)?;
        match value.as_access_error() {
            Some(error) => Err(Error::DataAccess(error)),
            None => pick(&value).ok_or(Error::UnexpectedType),
        }
    }

    /// Writes an object.
    pub fn write(&self, reference: &Reference, value: &Value) -> Result<()> {
        self.call(&write_request(reference, value)?, write_outcome)
    }

    /// The type of an object.
    pub fn specification(&self, reference: &Reference) -> Result<TypeSpec> {
        self.call(&get_variable_attributes::request(reference.name()), type_of)
    }

    /// [`Client::read`] whose outcome `done` gets.
    pub fn read_async(
        &self,
        reference: &Reference,
        done: impl FnOnce(u32, Result<Value>) + Send + 'static,
    ) -> Result<u32> {
        self.start(
            &read::request_one(reference.name(), reference.alternate.as_ref()),
            read::parse_value,
            done,
        )
    }

    /// [`Client::write`] whose outcome `done` gets.
    pub fn write_async(
        &self,
        reference: &Reference,
        value: &Value,
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&write_request(reference, value)?, write_outcome, done)
    }

    /// [`Client::specification`] whose outcome `done` gets.
    pub fn specification_async(
        &self,
        reference: &Reference,
        done: impl FnOnce(u32, Result<TypeSpec>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&get_variable_attributes::request(reference.name()), type_of, done)
    }
}

fn write_request(reference: &Reference, value: &Value) -> Result<Vec<u8>> {
    if matches!(value.data, Data::AccessError(_)) || !value.is_complete() {
        return Err(Error::InvalidArgument("value that is no MMS data"));
    }
    Ok(write::request_value(reference.name(), reference.alternate.as_ref(), value))
}

pub(super) fn write_outcome(answer: &[u8]) -> Result<()> {
    match write::parse_response_one(answer)? {
        DataAccessError::SUCCESS => Ok(()),
        error => Err(Error::DataAccess(error)),
    }
}

fn type_of(answer: &[u8]) -> Result<TypeSpec> {
    Ok(get_variable_attributes::parse_response(answer)?.spec)
}
