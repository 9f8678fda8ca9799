//! GOOSE control blocks (IEC 61850-7-2 §18, IEC 61850-8-1 §18).

use std::collections::VecDeque;
use std::sync::Arc;

use super::client::Client;
use super::reference::split_device;
use crate::error::{DataAccessError, Error, Result};
use crate::mms::pdu::names::ObjectName;
use crate::mms::service::access::{Access, VariableAccess};
use crate::mms::service::{read, write};
use crate::mms::value::{Data, Value};
use crate::mmsclient::calls::{check_data, write_outcome};

/// Layer 2 address of GOOSE and sampled values (DstAddress, IEC 61850-8-1 §18).
#[derive(Debug, Clone, PartialEq)]
pub struct DstAddress {
    /// Multicast address, an octet string of six.
    pub addr: Value,
    /// VLAN priority.
    pub priority: u8,
    /// VLAN.
    pub vid: u16,
    /// APPID.
    pub appid: u16,
}

impl Default for DstAddress {
    fn default() -> Self {
        Self { addr: Value::octet_string(&[0; 6]), priority: 0, vid: 0, appid: 0 }
    }
}

impl DstAddress {
    /// From the structure as it is in MMS.
    pub fn from_value(value: &Value) -> Option<Self> {
        let elements = value.elements()?;
        let number = |index| elements.get(index)?.as_u64();
        let addr = elements.get(0).filter(|addr| matches!(addr.data, Data::OctetString(_)))?;
        Some(Self {
            addr: addr.clone(),
            priority: number(1)? as u8,
            vid: number(2)? as u16,
            appid: number(3)? as u16,
        })
    }

    /// The six octets of the multicast address.
    pub fn octets(&self) -> Option<[u8; 6]> {
        match &self.addr.data {
            Data::OctetString(octets) => octets.as_bytes().try_into().ok(),
            _ => None,
        }
    }

    fn value(&self) -> Value {
        let numbers = [u64::from(self.priority), self.vid.into(), self.appid.into()];
        let numbers = numbers.into_iter().map(|number| Value::unsigned(number, 32));
        Value::structure([self.addr.clone()].into_iter().chain(numbers).collect())
    }
}

/// The attributes of a GOOSE control block, as read or to be written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GooseControlBlock {
    /// GoEna
    pub go_ena: bool,
    /// GoID, a text
    pub go_id: Option<Value>,
    /// DatSet, a text
    pub dat_set: Option<Value>,
    /// ConfRev
    pub conf_rev: u32,
    /// NdsCom
    pub nds_comm: bool,
    /// DstAddress
    pub dst_address: Option<DstAddress>,
    /// MinTime in ms
    pub min_time: u32,
    /// MaxTime in ms
    pub max_time: u32,
    /// FixedOffs
    pub fixed_offs: bool,
}

/// The attributes in the order in which they are written, with their bit in the mask of the C interface: what a GOOSE
/// consists of before it is enabled.
const WRITE_ORDER: [(u32, &str); 9] = [
    (0x002, "GoID"),
    (0x004, "DatSet"),
    (0x008, "ConfRev"),
    (0x010, "NdsCom"),
    (0x020, "DstAddress"),
    (0x040, "MinTime"),
    (0x080, "MaxTime"),
    (0x100, "FixedOffs"),
    (0x001, "GoEna"),
];

impl GooseControlBlock {
    /// From the structure as it is in MMS. Control blocks of edition 1 end behind DstAddress.
    fn from_value(value: &Value) -> Result<Self> {
        if let Some(error) = value.as_access_error() {
            return Err(Error::DataAccess(error));
        }
        Self::from_structure(value).ok_or(Error::UnexpectedType)
    }

    fn from_structure(value: &Value) -> Option<Self> {
        let elements = value.elements()?;
        let number = |index: usize| elements.get(index)?.as_u64().map(|number| number as u32);
        let text = |index: usize| elements.get(index).filter(|value| value.text().is_some()).cloned();
        Some(Self {
            go_ena: elements.get(0)?.as_bool()?,
            go_id: Some(text(1)?),
            dat_set: Some(text(2)?),
            conf_rev: number(3)?,
            nds_comm: elements.get(4)?.as_bool()?,
            dst_address: elements.get(5).and_then(DstAddress::from_value),
            min_time: number(6).unwrap_or(0),
            max_time: number(7).unwrap_or(0),
            fixed_offs: elements.get(8).and_then(Value::as_bool).unwrap_or(false),
        })
    }

    fn attribute(&self, bit: u32) -> Option<Value> {
        let number = |number: u32| Some(Value::unsigned(number.into(), 32));
        match bit {
            0x001 => Some(Value::boolean(self.go_ena)),
            0x002 => self.go_id.clone(),
            0x004 => self.dat_set.clone(),
            0x008 => number(self.conf_rev),
            0x010 => Some(Value::boolean(self.nds_comm)),
            0x020 => self.dst_address.as_ref().map(DstAddress::value),
            0x040 => number(self.min_time),
            0x080 => number(self.max_time),
            0x100 => Some(Value::boolean(self.fixed_offs)),
            _ => None,
        }
    }

    /// Variables and values of the attributes in `mask`. One that has no value is an error.
    fn writes(&self, reference: &[u8], mask: u32) -> Result<Vec<(VariableAccess, Value)>> {
        let (domain, item) = block(reference)?;
        let wanted = WRITE_ORDER.iter().filter(|(bit, _)| mask & bit != 0);
        let write = |(bit, name): &(u32, &str)| {
            let value = self.attribute(*bit).ok_or(Error::InvalidArgument("attribute without value"))?;
            check_data(&value)?;
            let item = [&item, &b"$"[..], name.as_bytes()].concat();
            Ok((VariableAccess::new(ObjectName::domain(domain, item)), value))
        };
        wanted.map(write).collect()
    }
}

/// Domain and item of a control block `LD/LN.name`.
fn block(reference: &[u8]) -> Result<(&[u8], Vec<u8>)> {
    let (domain, name) = split_device(reference)?;
    let dot = name.iter().position(|&octet| octet == b'.').ok_or(Error::InvalidReference)?;
    let (node, name) = name.split_at(dot);
    Ok((domain, [node, b"$GO$", name.get(1..).unwrap_or_default()].concat()))
}

fn read_request(reference: &[u8]) -> Result<Vec<u8>> {
    let (domain, item) = block(reference)?;
    let variable = VariableAccess::new(ObjectName::domain(domain, item));
    Ok(read::request(false, &Access::Variables(vec![variable])))
}

fn read_outcome(answer: &[u8]) -> Result<GooseControlBlock> {
    GooseControlBlock::from_value(&read::parse_value(answer)?)
}

fn one_request((variable, value): &(VariableAccess, Value)) -> Vec<u8> {
    write::request_value(variable.name.as_ref(), None, value)
}

fn all_request(writes: Vec<(VariableAccess, Value)>) -> Vec<u8> {
    let (variables, values): (Vec<_>, Vec<_>) = writes.into_iter().unzip();
    write::request_values(&Access::Variables(variables), &values)
}

/// The first attribute that was refused is the error.
fn all_outcome(answer: &[u8]) -> Result<()> {
    let results = write::parse_response(answer)?;
    match results.into_iter().find(|result| *result != DataAccessError::SUCCESS) {
        Some(error) => Err(Error::DataAccess(error)),
        None => Ok(()),
    }
}

impl Client {
    /// GetGoCBValues
    pub fn goose_cb(&self, reference: &[u8]) -> Result<GooseControlBlock> {
        self.call(&read_request(reference)?, read_outcome)
    }

    /// [`Client::goose_cb`] whose outcome `done` gets.
    pub fn goose_cb_async(
        &self,
        reference: &[u8],
        done: impl FnOnce(u32, Result<GooseControlBlock>) + Send + 'static,
    ) -> Result<u32> {
        self.start(&read_request(reference)?, read_outcome, done)
    }

    /// SetGoCBValues of the attributes in `mask` (`GOCB_ELEMENT_…`), in one request or one after the other up to the
    /// first that fails.
    pub fn set_goose_cb(
        &self,
        reference: &[u8],
        values: &GooseControlBlock,
        mask: u32,
        single: bool,
    ) -> Result<()> {
        let writes = values.writes(reference, mask)?;
        if writes.is_empty() {
            return Ok(());
        }
        if single {
            return self.call(&all_request(writes), all_outcome);
        }
        writes.iter().try_for_each(|write| self.call(&one_request(write), write_outcome))
    }

    /// [`Client::set_goose_cb`] whose outcome `done` gets, with the invoke id of the first request. Nothing to write is
    /// an error here, as there is no request that could be answered.
    pub fn set_goose_cb_async(
        &self,
        reference: &[u8],
        values: &GooseControlBlock,
        mask: u32,
        single: bool,
        done: impl FnOnce(u32, Result<()>) + Send + 'static,
    ) -> Result<u32> {
        let writes = values.writes(reference, mask)?;
        if writes.is_empty() {
            return Err(Error::InvalidArgument("no attribute"));
        }
        if single {
            return self.start(&all_request(writes), all_outcome, done);
        }
        let me = self.me.upgrade().ok_or(Error::NotConnected)?;
        write_next(&me, writes.iter().map(one_request).collect(), None, Box::new(done))
            .map_err(|(error, _)| error)
    }
}

type Done = Box<dyn FnOnce(u32, Result<()>) + Send>;

/// Starts the first of these writes, the others follow from its answer. `done` comes back if nothing was started.
fn write_next(
    client: &Arc<Client>,
    mut requests: VecDeque<Vec<u8>>,
    first: Option<u32>,
    done: Done,
) -> std::result::Result<u32, (Error, Option<Done>)> {
    let Some(request) = requests.pop_front() else {
        done(first.unwrap_or(0), Ok(()));
        return Ok(0);
    };
    // Shared, so that it is not lost with the closure when the call cannot be started.
    let done = Arc::new(parking_lot::Mutex::new(Some(done)));
    let later = Arc::clone(&done);
    let weak = client.me.clone();
    let answered = move |invoke_id, outcome: Result<()>| {
        let Some(done) = later.lock().take() else { return };
        let first = first.unwrap_or(invoke_id);
        match (outcome, weak.upgrade()) {
            (Ok(()), Some(client)) => {
                if let Err((error, Some(done))) = write_next(&client, requests, Some(first), done) {
                    done(first, Err(error));
                }
            }
            (outcome, _) => done(first, outcome),
        }
    };
    let started = match first {
        None => client.start(&request, write_outcome, answered),
        Some(_) => client.follow(&request, write_outcome, answered),
    };
    started.map_err(|error| (error, done.lock().take()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functional_constraint_goes_behind_the_logical_node() {
        assert_eq!(block(b"LD/LLN0.gcb01"), Ok((&b"LD"[..], b"LLN0$GO$gcb01".to_vec())));
        assert_eq!(block(b"LD/LLN0.a.b"), Ok((&b"LD"[..], b"LLN0$GO$a.b".to_vec())));
        for broken in ["rubbish", "LD/LLN0", "LD/LLN0$GO$gcb01", "", "/"] {
            assert_eq!(block(broken.as_bytes()), Err(Error::InvalidReference), "{broken}");
        }
    }

    #[test]
    fn control_blocks_of_edition_1_have_fewer_attributes() {
        let address = DstAddress { priority: 4, vid: 273, appid: 4096, ..DstAddress::default() };
        let mut elements = vec![
            Value::boolean(true),
            Value::visible_string(b"id"),
            Value::visible_string(b"LD/LLN0$Ds"),
            Value::unsigned(7, 32),
            Value::boolean(false),
            address.value(),
        ];
        let block = GooseControlBlock::from_value(&Value::structure(elements.clone())).unwrap();
        assert_eq!((block.go_ena, block.conf_rev, block.min_time), (true, 7, 0));
        assert_eq!(block.dst_address, Some(address));
        elements.extend([Value::unsigned(10, 32), Value::unsigned(2000, 32), Value::boolean(true)]);
        let block = GooseControlBlock::from_value(&Value::structure(elements)).unwrap();
        assert_eq!((block.min_time, block.max_time, block.fixed_offs), (10, 2000, true));
        let short = Value::structure(vec![Value::boolean(true)]);
        assert_eq!(GooseControlBlock::from_value(&short), Err(Error::UnexpectedType));
    }

    #[test]
    fn enabling_is_the_last_thing_written() {
        let block = GooseControlBlock {
            go_ena: true,
            go_id: Some(Value::visible_string(b"id")),
            ..GooseControlBlock::default()
        };
        let names: Vec<_> = block
            .writes(b"LD/LLN0.g", 0x1c3)
            .unwrap()
            .into_iter()
            .map(|(variable, _)| variable.name)
            .collect();
        let items = ["GoID", "MinTime", "MaxTime", "FixedOffs", "GoEna"];
        assert_eq!(names, items.map(|item| ObjectName::domain("LD", format!("LLN0$GO$g${item}").as_str())));
        assert!(block.writes(b"LD/LLN0.g", 0x4).is_err(), "a data set that is not set cannot be written");
        assert!(block.writes(b"LD/LLN0.g", 0xfe00).unwrap().is_empty());
    }
}
