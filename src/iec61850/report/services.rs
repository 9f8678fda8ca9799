//! GetBRCBValues, GetURCBValues, SetBRCBValues, SetURCBValues (IEC 61850-7-2 §17.2.3, §17.2.5).

use std::collections::VecDeque;
use std::sync::Weak;

use super::control_block::{Attribute, RcbReference, RcbValues};
use crate::error::{DataAccessError, Error, Failure, Layer, RejectReason, Result};
use crate::iec61850::client::Client;
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::{Access, VariableAccess, read, write};
use crate::mms::value::Value;

/// What servers answer to a write of nothing: confirmed-requestPDU, invalid-argument. It is not worth a request.
const NOTHING_TO_WRITE: Error = Error::Reject(RejectReason { kind: 1, code: 4 });

impl Client {
    /// Reads a report control block, as a whole or, where the server refuses that, its attributes.
    pub fn read_rcb(&self, reference: &RcbReference) -> Result<RcbValues> {
        let whole = read::request_one(reference.name(), None);
        let buffered = reference.is_buffered();
        let outcome = self.call(&whole, |answer| RcbValues::from_whole(read::parse_value(answer)?, buffered));
        match outcome {
            Err(error) if other_way(&error) => self
                .call(&single_attributes(reference), |answer| attributes_of(reference, answer))
                .or_else(|refused| match refused {
                    // A server that does not read several variables at once.
                    Error::Service(_) | Error::Reject(_) => self.read_one_by_one(reference),
                    _ => Err(refused),
                })
                .map_err(|_| error),
            outcome => outcome,
        }
    }

    fn read_one_by_one(&self, reference: &RcbReference) -> Result<RcbValues> {
        let attributes = reference.attributes();
        let mut values = Vec::with_capacity(attributes.len());
        for &attribute in &attributes {
            let name = reference.attribute(attribute);
            match self.call(&read::request_one(name.as_ref(), None), read::parse_value) {
                Ok(value) => values.push(value),
                Err(Error::Service(_) | Error::Reject(_)) => {
                    values.push(Value::access_error(DataAccessError::OBJECT_ACCESS_UNSUPPORTED));
                }
                Err(error) => return Err(error),
            }
        }
        RcbValues::from_attributes(&attributes, values)
            .ok_or(Error::Malformed("no attribute of a report control block"))
    }

    /// [`Client::read_rcb`] whose outcome `done` gets.
    pub fn read_rcb_async(
        &self,
        reference: RcbReference,
        done: impl FnOnce(u32, Result<RcbValues>) + Send + 'static,
    ) -> Result<u32> {
        let whole = read::request_one(reference.name(), None);
        let buffered = reference.is_buffered();
        let me = self.me.clone();
        self.start(
            &whole,
            move |answer| RcbValues::from_whole(read::parse_value(answer)?, buffered),
            move |invoke_id, outcome| match (outcome, me.upgrade()) {
                (Err(error), Some(client)) if other_way(&error) => {
                    client.read_rcb_attributes(reference, invoke_id, error, done);
                }
                (outcome, _) => done(invoke_id, outcome),
            },
        )
    }

    fn read_rcb_attributes(
        &self,
        reference: RcbReference,
        invoke_id: u32,
        error: Error,
        done: impl FnOnce(u32, Result<RcbValues>) + Send + 'static,
    ) {
        let request = single_attributes(&reference);
        let done = Once::new(done);
        let (later, first) = (done.clone(), error.clone());
        let started = self.follow(
            &request,
            move |answer| attributes_of(&reference, answer),
            move |_, outcome| later.run(invoke_id, outcome.map_err(|_| first)),
        );
        if started.is_err() {
            done.run(invoke_id, Err(error));
        }
    }

    /// Writes the attributes that `mask` selects, in one request or one after the other up to the first that fails.
    pub fn write_rcb(
        &self,
        reference: &RcbReference,
        rcb: &RcbValues,
        mask: u32,
        single: bool,
    ) -> Result<()> {
        let writes = rcb.writes(mask, reference.is_buffered())?;
        if writes.is_empty() {
            return self.nothing_to_write(single);
        }
        if single {
            return self.call(&all_at_once(reference, &writes), all_written);
        }
        for (attribute, value) in writes {
            let name = reference.attribute(attribute);
            self.call(&write::request_value(name.as_ref(), None, value), all_written)?;
        }
        Ok(())
    }

    fn nothing_to_write(&self, single: bool) -> Result<()> {
        if !self.session()?.is_up() {
            return Err(Error::ConnectionLost(Failure::new(Layer::Local, 0, "no association")));
        }
        if single { Err(NOTHING_TO_WRITE) } else { Ok(()) }
    }

    /// [`Client::write_rcb`] whose outcome `done` gets. Gives the invoke id of the first request.
    pub fn write_rcb_async(
        &self,
        reference: &RcbReference,
        rcb: &RcbValues,
        mask: u32,
        single: bool,
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        let writes = rcb.writes(mask, reference.is_buffered())?;
        if writes.is_empty() {
            self.nothing_to_write(single)?;
            self.dispatch.push(Box::new(move || done(0, Ok(()))));
            return Ok(0);
        }
        if single {
            return self.start(&all_at_once(reference, &writes), all_written, done);
        }
        let named = |(attribute, value): (Attribute, &Value)| (reference.attribute(attribute), value.clone());
        let chain = Chain {
            client: self.me.clone(),
            writes: writes.into_iter().map(named).collect(),
            first: None,
            done: Once::new(done),
        };
        chain.next(self)
    }

    /// Writes GI, which makes the server send a report of all members.
    pub fn trigger_gi(&self, reference: &[u8]) -> Result<()> {
        let name = gi_name(reference)?;
        self.call(&write::request_value(name.as_ref(), None, &Value::boolean(true)), all_written)
    }
}

fn gi_name(reference: &[u8]) -> Result<ObjectName> {
    let (domain, name) = crate::iec61850::reference::split_device(reference)?;
    let item = [&super::control_block::mms_name(name), &b"$GI"[..]].concat();
    if domain.is_empty() || name.is_empty() || item.len() > crate::iec61850::reference::MAX_NAME {
        return Err(Error::InvalidReference);
    }
    Ok(ObjectName::domain(domain, item))
}

/// Whether the server may give single attributes although it did not give a readable whole.
fn other_way(error: &Error) -> bool {
    match error {
        Error::DataAccess(error) => {
            !matches!(*error, DataAccessError::OBJECT_NON_EXISTENT | DataAccessError::OBJECT_UNDEFINED)
        }
        Error::Malformed(_) | Error::Service(_) | Error::Reject(_) => true,
        _ => false,
    }
}

fn single_attributes(reference: &RcbReference) -> Vec<u8> {
    let variable = |attribute| VariableAccess::new(reference.attribute(attribute));
    read::request(false, &Access::Variables(reference.attributes().into_iter().map(variable).collect()))
}

fn attributes_of(reference: &RcbReference, answer: &[u8]) -> Result<RcbValues> {
    RcbValues::from_attributes(&reference.attributes(), read::parse_values(answer)?)
        .ok_or(Error::Malformed("no attribute of a report control block"))
}

fn all_at_once(reference: &RcbReference, writes: &[(Attribute, &Value)]) -> Vec<u8> {
    let variable =
        |(attribute, _): &(Attribute, &Value)| VariableAccess::new(reference.attribute(*attribute));
    let access = Access::Variables(writes.iter().map(variable).collect());
    write::request_values(&access, writes.iter().map(|(_, value)| *value))
}

/// The first failure in the answer to a write.
fn all_written(answer: &[u8]) -> Result<()> {
    let failed =
        write::parse_response(answer)?.into_iter().find(|&result| result != DataAccessError::SUCCESS);
    failed.map_or(Ok(()), |error| Err(Error::DataAccess(error)))
}

/// A completion that two ways lead to, only one of which is taken.
struct Once<F>(std::sync::Arc<parking_lot::Mutex<Option<F>>>);

impl<F> Clone for Once<F> {
    fn clone(&self) -> Self {
        Self(std::sync::Arc::clone(&self.0))
    }
}

impl<F> Once<F> {
    fn new(done: F) -> Self {
        Self(std::sync::Arc::new(parking_lot::Mutex::new(Some(done))))
    }

    fn run<R>(&self, invoke_id: u32, outcome: Result<R>)
    where
        F: FnOnce(u32, Result<R>),
    {
        let done = self.0.lock().take();
        if let Some(done) = done {
            done(invoke_id, outcome);
        }
    }
}

/// Writes that follow one another, each when the one before has been answered.
struct Chain<F> {
    client: Weak<Client>,
    writes: VecDeque<(ObjectName, Value)>,
    /// Invoke id of the first request, by which the caller knows them all.
    first: Option<u32>,
    done: Once<F>,
}

impl<F: FnOnce(u32, Result<()>) + Send + 'static> Chain<F> {
    fn next(mut self, client: &Client) -> Result<u32> {
        let Some((name, value)) = self.writes.pop_front() else {
            self.done.run(self.first.unwrap_or(0), Ok(()));
            return Ok(0);
        };
        let request = write::request_value(name.as_ref(), None, &value);
        let follows = self.first.is_some();
        let answered = move |invoke_id, outcome: Result<()>| {
            let first = *self.first.get_or_insert(invoke_id);
            let done = self.done.clone();
            match (outcome, self.client.upgrade()) {
                (Ok(()), Some(client)) => {
                    if let Err(error) = self.next(&client) {
                        done.run(first, Err(error));
                    }
                }
                (Ok(()), None) if !self.writes.is_empty() => done.run(first, Err(Error::NotConnected)),
                (outcome, _) => done.run(first, outcome),
            }
        };
        if follows {
            client.follow(&request, all_written, answered)
        } else {
            client.start(&request, all_written, answered)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_failure_of_a_write_counts() {
        let answer = |results: &[DataAccessError]| all_written(&write::response(results));
        assert_eq!(answer(&[DataAccessError::SUCCESS; 2]), Ok(()));
        let mixed = [
            DataAccessError::SUCCESS,
            DataAccessError::OBJECT_VALUE_INVALID,
            DataAccessError::OBJECT_ACCESS_DENIED,
        ];
        assert_eq!(answer(&mixed), Err(Error::DataAccess(DataAccessError::OBJECT_VALUE_INVALID)));
    }

    #[test]
    fn single_attributes_are_enough_for_a_control_block() {
        let reference = RcbReference::parse(b"LD/LLN0.BR.b").unwrap();
        let denied = || Value::access_error(DataAccessError::OBJECT_ACCESS_DENIED);
        let count = reference.attributes().len();
        let mut values: Vec<Value> = std::iter::repeat_with(denied).take(count).collect();
        assert!(attributes_of(&reference, &read::response_values(None, &values)).is_err());
        values[0] = Value::visible_string(b"id");
        let rcb = attributes_of(&reference, &read::response_values(None, &values)).unwrap();
        assert_eq!(rcb.get(Attribute::RptId), Some(&Value::visible_string(b"id")));
        assert!(rcb.get(Attribute::RptEna).is_none());
    }

    #[test]
    fn gi_is_an_attribute_of_the_control_block() {
        assert_eq!(gi_name(b"LD/LLN0.RP.u"), Ok(ObjectName::domain("LD", "LLN0$RP$u$GI")));
        assert_eq!(gi_name(b"LD"), Err(Error::InvalidReference));
    }
}
