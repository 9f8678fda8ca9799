//! GetDataValues, SetDataValues and GetDataDefinition (IEC 61850-7-2 §12).

use super::client::Client;
use super::reference::Reference;
use crate::error::{Error, Result};
use crate::mms::type_spec::TypeSpec;
use crate::mms::value::Value;
use crate::mmsclient::calls;

impl Client {
    /// Reads an object. An access error of the server is a value of that kind, not an error.
    pub fn read(&self, reference: &Reference) -> Result<Value> {
        self.connection().run(&calls::read(reference.name(), reference.alternate.as_ref()))
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
        self.connection().run(&calls::write(reference.name(), reference.alternate.as_ref(), value)?)
    }

    /// The type of an object. Who asks for one after the other gets them faster: see `types_ahead`.
    pub fn specification(&self, reference: &Reference) -> Result<TypeSpec> {
        let call = calls::variable_type(reference.name());
        match self.type_ahead(reference.name()) {
            Some(asked) => asked.answer_or_alone(&call.request, || self.types.forget(), call.read),
            None => self.connection().run(&call),
        }
    }

    /// [`Client::read`] whose outcome `done` gets.
    pub fn read_async(
        &self,
        reference: &Reference,
        done: impl FnOnce(u32, Result<Value>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&calls::read(reference.name(), reference.alternate.as_ref()), done)
    }

    /// [`Client::write`] whose outcome `done` gets.
    pub fn write_async(
        &self,
        reference: &Reference,
        value: &Value,
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        let call = calls::write(reference.name(), reference.alternate.as_ref(), value)?;
        self.connection().launch(&call, done)
    }

    /// [`Client::specification`] whose outcome `done` gets.
    pub fn specification_async(
        &self,
        reference: &Reference,
        done: impl FnOnce(u32, Result<TypeSpec>) + Send + 'static,
    ) -> Result<u32> {
        self.connection().launch(&calls::variable_type(reference.name()), done)
    }
}
