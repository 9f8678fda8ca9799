//! What the application that runs a server may decide and learn. Called with no lock of this crate held, on the thread
//! that serves the client: it may take its time and call any function of the server.

use std::sync::Arc;

use super::connection::Connection;
use super::control::{ControlAction, ControlResult, SelectReason};
use super::space::NodeId;
use crate::assoc::Indication;
use crate::error::{DataAccessError, ServiceError};
use crate::mms::value::Value;
use crate::model::fc::FunctionalConstraint;

/// What is done with a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum DataSetOperation {
    /// Make it.
    Create = 0,
    /// Delete it.
    Delete = 1,
    /// Read its values.
    Read = 2,
    /// Write its values.
    Write = 3,
    /// Read its members.
    Directory = 4,
}

/// What a client asks the names of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum DirectoryCategory {
    /// Logical devices.
    Devices = 0,
    /// Data of a logical device.
    Data = 1,
    /// Data sets of a logical device.
    DataSets = 2,
    /// Logs of a logical device.
    Logs = 3,
}

/// What a client wants to do with a file. Numbers as in C's `MmsFileServiceType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum FileService {
    /// List a directory.
    Directory = 0,
    /// Open it to read it.
    Open = 1,
    /// Store one that the client sends.
    Obtain = 2,
    /// Delete it.
    Delete = 3,
    /// Rename it.
    Rename = 4,
}

/// A control block that a client accesses.
#[derive(Debug, Clone, Copy)]
pub struct BlockAccess<'a> {
    /// ACSI class as in C's `ACSIClass`.
    pub class: i32,
    /// Logical node.
    pub ln: u32,
    /// Its name.
    pub name: &'a [u8],
    /// The attribute, if it is only one.
    pub attribute: Option<&'a [u8]>,
    /// Write, not read.
    pub write: bool,
}

/// What happens to a report control block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub enum ReportEvent {
    /// A client reads it, or an attribute.
    Get = 0,
    /// A client writes an attribute, or tries to.
    Set = 1,
    /// It is no longer reserved.
    Unreserved = 2,
    /// It is reserved for a client.
    Reserved = 3,
    /// It is enabled.
    Enable = 4,
    /// It is disabled.
    Disable = 5,
    /// A client asks for all values.
    Interrogation = 6,
    /// The buffer is emptied.
    PurgeBuffer = 7,
    /// Entries that no client has got had to leave the buffer.
    Overflow = 8,
    /// A report is made.
    Created = 9,
}

/// A name that a client would see in a list.
#[derive(Debug, Clone, Copy)]
pub struct Listed<'a> {
    /// ACSI class as in C's `ACSIClass`.
    pub class: i32,
    /// Domain.
    pub domain: u32,
    /// Logical node.
    pub ln: Option<u32>,
    /// Data object, control block, data set or log.
    pub object: Option<&'a [u8]>,
    /// What follows the object's name.
    pub sub_object: Option<&'a [u8]>,
    /// Functional constraint.
    pub fc: Option<FunctionalConstraint>,
}

/// Which decisions an application wants to make: what is not wanted is not asked, and needs no thread of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wants {
    /// [`Hooks::read_access`]
    pub reads: bool,
    /// [`Hooks::block_access`]
    pub blocks: bool,
    /// [`Hooks::directory_access`]
    pub directories: bool,
    /// [`Hooks::list_access`]
    pub lists: bool,
    /// [`Hooks::data_set_access`]
    pub data_sets: bool,
    /// [`Hooks::report_event`]
    pub reports: bool,
}

/// The application.
pub trait Hooks: Send + Sync {
    /// Which decisions it wants to make now.
    fn wants(&self) -> Wants {
        Wants::default()
    }

    /// Whether a client may associate.
    fn authenticate(&self, _client: &Arc<Connection>, _indication: &Indication) -> bool {
        true
    }

    /// A client has associated, or is gone.
    fn connection(&self, _client: &Arc<Connection>, _up: bool) {}

    /// Whether a client may read what a data object has under a functional constraint; no object: of the whole logical
    /// node; no functional constraint: any.
    fn read_access(
        &self,
        _client: &Arc<Connection>,
        _ln: u32,
        _object: Option<NodeId>,
        _fc: Option<FunctionalConstraint>,
    ) -> DataAccessError {
        DataAccessError::SUCCESS
    }

    /// What comes of a client's write to an attribute. [`WriteVerdict::Unhandled`] leaves it to the access policy.
    fn write_access(&self, _client: &Arc<Connection>, _attribute: NodeId, _value: &Value) -> WriteVerdict {
        WriteVerdict::Unhandled
    }

    /// Whether a client may do this with a data set (`LD/LN$name`, or `@name`).
    fn data_set_access(
        &self,
        _client: &Arc<Connection>,
        _operation: DataSetOperation,
        _reference: &[u8],
    ) -> bool {
        true
    }

    /// Whether a client may ask for names; of a logical device or of all.
    fn directory_access(
        &self,
        _client: &Arc<Connection>,
        _category: DirectoryCategory,
        _domain: Option<u32>,
    ) -> bool {
        true
    }

    /// Whether a client may see a name in a list.
    fn list_access(&self, _client: &Arc<Connection>, _listed: Listed<'_>) -> bool {
        true
    }

    /// Whether a client may read or write a control block.
    fn block_access(&self, _client: &Arc<Connection>, _access: BlockAccess<'_>) -> bool {
        true
    }

    // Controls. For one command the calls come one after the other, on the thread that serves its client.

    /// Whether a client may select or operate; with an interlock check if it wants one. No value: a select that says
    /// none. Success is yes; an error is what the client gets, [`ControlAction::set_cause`] tells it more. Error 0 to a
    /// select with a value is no answer yet: the application is asked again.
    fn control_check(
        &self,
        _action: &Arc<ControlAction>,
        _value: Option<&Value>,
        _test: bool,
        _interlock: bool,
    ) -> DataAccessError {
        DataAccessError::SUCCESS
    }

    /// Whether it is time to operate: what a synchrocheck waits for. The client is answered when it is.
    fn control_wait(
        &self,
        _action: &Arc<ControlAction>,
        _value: Option<&Value>,
        _test: bool,
        _synchro: bool,
    ) -> ControlResult {
        ControlResult::Ok
    }

    /// Operates.
    fn control_operate(
        &self,
        _action: &Arc<ControlAction>,
        _value: Option<&Value>,
        _test: bool,
    ) -> ControlResult {
        ControlResult::Ok
    }

    /// An object has been selected, or no longer is. A timeout comes on the thread of the timers: do not wait there.
    fn control_selected(&self, _action: &Arc<ControlAction>, _selected: bool, _reason: SelectReason) {}

    /// Whether a client may do this with a file. Names are as the client wrote them; `other` is the entry that a directory
    /// continues after, the client's name of a file that it sends, the new name. The error goes to the client.
    fn file_access(
        &self,
        _client: &Arc<Connection>,
        _service: FileService,
        _name: Option<&[u8]>,
        _other: Option<&[u8]>,
    ) -> Result<(), ServiceError> {
        Ok(())
    }

    /// Whether a client may make a setting group the active one, of setting group control block `block`.
    fn active_group(&self, _block: u32, _group: u8, _client: &Arc<Connection>) -> bool {
        false
    }

    /// Whether a client may edit a setting group. The application puts its values into the attributes under SE.
    fn edit_group(&self, _block: u32, _group: u8, _client: &Arc<Connection>) -> bool {
        false
    }

    /// A client has finished editing: the values under SE are to be those of the group. False if nobody does that.
    fn confirm_edit(&self, _block: u32, _group: u8) -> bool {
        false
    }

    /// Which setting group is active and which is edited (0 for none) has changed.
    fn groups(&self, _block: u32, _active: u8, _edited: u8) {}

    /// A client has written GoEna of GOOSE control block `block`.
    fn goose_event(&self, _block: u32, _enabled: bool) {}

    /// A client has written SvEna of sampled value control block `block`.
    fn sampled_event(&self, _block: u32, _enabled: bool) {}

    // Reports

    /// Something happens to a report control block (its index in the name space): by a client, or by itself. The name
    /// of the attribute that is read or written, and what comes of it.
    fn report_event(
        &self,
        _block: u32,
        _client: Option<&Arc<Connection>>,
        _event: ReportEvent,
        _attribute: Option<&str>,
        _result: DataAccessError,
    ) {
    }
}

/// What an application says to a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteVerdict {
    /// No handler: the access policy decides.
    Unhandled,
    /// Store the value.
    Store,
    /// The write succeeds, the application keeps the value as it is (or has changed it itself).
    Keep,
    /// The client gets no answer.
    Silence,
    /// The write fails.
    Refuse(DataAccessError),
}

/// An application that decides nothing.
#[derive(Debug, Default)]
pub struct NoHooks;

impl Hooks for NoHooks {}
