//! From the core's questions to the application's C callbacks.

use std::collections::HashMap;
use std::ffi::{CString, c_char, c_int, c_void};
use std::ptr::{null, null_mut};
use std::sync::{Arc, OnceLock, Weak};

use parking_lot::RwLock;

use super::client::Clients;
use super::control::Controls;
use super::model::Structs;
use super::report::IedServer_RCBEventHandler;
use super::settings::Settings;
use super::streams::Streams;
use super::types::*;
use crate::error::{DataAccessError, ServiceError};
use crate::ffi::enums::AcseAuthenticationMechanism as AcseMechanism;
use crate::ffi::iec61850_model::{LogicalDevice, LogicalNode};
use crate::ffi::iso_connection_parameters::*;
use crate::ffi::mms_common::{IsoApplicationReference, ItuObjectIdentifier};
use crate::ffi::mms_server::MmsFileAccessHandler;
use crate::ffi::support::BoolArg;
use crate::ffi::support::callback::Context;
use crate::ffi::support::errors::service_error;
use crate::mms::value::Value;
use crate::model::fc::FunctionalConstraint;
use crate::server::connection::Connection;
use crate::server::control::{ControlAction, ControlResult, SelectReason};
use crate::server::core::Core;
use crate::server::hooks::{
    BlockAccess, DataSetOperation, DirectoryCategory, FileService, Hooks, Listed, ReportEvent, Wants,
    WriteVerdict,
};
use crate::server::space::NodeId;

/// The type of a C callback, which may be NULL.
pub(crate) trait Callback {
    /// The function.
    type Pointer: Copy;
    /// The function, unless it is NULL.
    fn pointer(self) -> Option<Self::Pointer>;
}

impl<P: Copy> Callback for Option<P> {
    type Pointer = P;

    fn pointer(self) -> Option<P> {
        self
    }
}

/// A callback of the application with its parameter.
pub(crate) struct Slot<C: Callback>(RwLock<Option<Installed<C>>>);

impl<C: Callback> Default for Slot<C> {
    fn default() -> Self {
        Self(RwLock::new(None))
    }
}

impl<C: Callback> Slot<C> {
    /// Installs a callback; NULL removes it.
    pub(crate) fn set(&self, callback: C, parameter: *mut c_void) {
        *self.0.write() = callback.pointer().map(|callback| (callback, Context::new(null_mut(), parameter)));
    }

    /// The callback, to be called without the lock.
    pub(super) fn get(&self) -> Option<(C::Pointer, *mut c_void)> {
        self.0.read().as_ref().map(|(callback, context)| (*callback, context.parameter()))
    }

    /// Whether there is one.
    pub(super) fn is_set(&self) -> bool {
        self.0.read().is_some()
    }
}

/// Callbacks for some nodes or control blocks, by their number.
pub(super) struct Slots<C: Callback>(RwLock<HashMap<u32, Installed<C>>>);

/// A callback and its parameter.
type Installed<C> = (<C as Callback>::Pointer, Context<c_void>);

impl<C: Callback> Default for Slots<C> {
    fn default() -> Self {
        Self(RwLock::new(HashMap::new()))
    }
}

impl<C: Callback> Slots<C> {
    /// Installs a callback; NULL removes it.
    pub(super) fn set(&self, number: u32, callback: C, parameter: *mut c_void) {
        let mut slots = self.0.write();
        match callback.pointer() {
            Some(callback) => slots.insert(number, (callback, Context::new(null_mut(), parameter))),
            None => slots.remove(&number),
        };
    }

    /// The callback of a number, to be called without the lock.
    pub(super) fn get(&self, number: u32) -> Option<(C::Pointer, *mut c_void)> {
        self.0.read().get(&number).map(|(callback, context)| (*callback, context.parameter()))
    }
}

/// The callbacks of one server.
#[derive(Default)]
pub(crate) struct CHooks {
    pub(super) place: OnceLock<Placed>,
    pub(super) clients: Clients,
    pub(super) connection: Slot<IedConnectionIndicationHandler>,
    pub(super) authenticator: Slot<AcseAuthenticator>,
    pub(super) reads: Slot<ReadAccessHandler>,
    pub(super) writes: Slots<WriteAccessHandler>,
    pub(super) data_sets: Slot<IedServer_DataSetAccessHandler>,
    pub(super) directories: Slot<IedServer_DirectoryAccessHandler>,
    pub(super) lists: Slot<IedServer_ListObjectsAccessHandler>,
    pub(super) blocks: Slot<IedServer_ControlBlockAccessHandler>,
    pub(crate) files: Slot<MmsFileAccessHandler>,
    pub(super) reports: Slot<IedServer_RCBEventHandler>,
    pub(super) controls: Controls,
    pub(super) settings: Settings,
    pub(super) streams: Streams,
}

/// What is known only when the server has been made.
pub(super) struct Placed {
    pub(super) server: Context<sIedServer>,
    pub(super) structs: Arc<Structs>,
    pub(super) core: Weak<Core>,
    /// Logical device of each logical node.
    pub(super) devices: Vec<u32>,
}

impl Placed {
    /// For a server of these names.
    pub(super) fn new(server: IedServer, structs: Arc<Structs>, core: &Arc<Core>) -> Self {
        let devices = core.space.nodes.iter().map(|node| node.domain).collect();
        Self { server: Context::new(server, null_mut()), structs, core: Arc::downgrade(core), devices }
    }
}

impl CHooks {
    pub(super) fn structs(&self) -> Option<&Structs> {
        self.place.get().map(|place| &*place.structs)
    }

    fn device(&self, index: Option<u32>) -> *mut LogicalDevice {
        self.structs().zip(index).map_or(null_mut(), |(structs, index)| structs.device(index))
    }

    fn logical_node(&self, index: Option<u32>) -> *mut LogicalNode {
        self.structs().zip(index).map_or(null_mut(), |(structs, index)| structs.logical_node(index))
    }

    fn device_of(&self, ln: u32) -> *mut LogicalDevice {
        self.device(self.place.get().and_then(|place| place.devices.get(ln as usize)).copied())
    }
}

/// An optional name as a C string that lives during the call.
struct Name(Option<CString>);

impl Name {
    fn new(name: Option<&[u8]>) -> Self {
        Self(name.and_then(|name| CString::new(name).ok()))
    }

    fn as_ptr(&self) -> *const c_char {
        self.0.as_ref().map_or(null(), |name| name.as_ptr())
    }
}

impl Hooks for CHooks {
    fn wants(&self) -> Wants {
        Wants {
            reads: self.reads.is_set(),
            blocks: self.blocks.is_set(),
            directories: self.directories.is_set(),
            lists: self.lists.is_set(),
            data_sets: self.data_sets.is_set(),
            reports: self.reports.is_set(),
        }
    }

    fn authenticate(&self, client: &Arc<Connection>, indication: &crate::assoc::Indication) -> bool {
        let Some((callback, parameter)) = self.authenticator.get() else { return true };
        let mut password = indication.password.clone();
        let mut certificate = client.certificate().filter(|_| password.is_none());
        let (mechanism, octets) = match (&mut password, &mut certificate) {
            (Some(password), _) => (AcseMechanism::ACSE_AUTH_PASSWORD, password.as_mut_slice()),
            (None, Some(certificate)) => (AcseMechanism::ACSE_AUTH_TLS, certificate.as_mut_slice()),
            (None, None) => (AcseMechanism::ACSE_AUTH_NONE, [].as_mut_slice()),
        };
        // A password and a certificate look alike: where the octets are, and how many.
        let mut value = sAcseAuthenticationParameter {
            mechanism: mechanism as c_int,
            value: uAcseAuthenticationValue {
                password: sAcsePassword {
                    octetString: if matches!(mechanism, AcseMechanism::ACSE_AUTH_NONE) {
                        null_mut()
                    } else {
                        octets.as_mut_ptr()
                    },
                    passwordLength: c_int::try_from(octets.len()).unwrap_or(c_int::MAX),
                },
            },
        };
        let mut token: *mut c_void = null_mut();
        let mut reference = application_reference(&indication.calling);
        // SAFETY: C's contract for the callback; all pointers are live during the call.
        let accepted = unsafe { callback(parameter, &raw mut value, &raw mut token, &raw mut reference) };
        client.set_token(token as usize);
        accepted.get()
    }

    fn connection(&self, client: &Arc<Connection>, up: bool) {
        if let (Some((callback, parameter)), Some(place)) = (self.connection.get(), self.place.get()) {
            // SAFETY: C's contract for the callback.
            unsafe { callback(place.server.object(), self.clients.handle(client), up.into(), parameter) };
        }
        if !up {
            self.end_actions_of(client);
            self.clients.end(client);
        }
    }

    fn read_access(
        &self,
        client: &Arc<Connection>,
        ln: u32,
        object: Option<NodeId>,
        fc: Option<FunctionalConstraint>,
    ) -> DataAccessError {
        let (Some((callback, parameter)), Some(structs)) = (self.reads.get(), self.structs()) else {
            return DataAccessError::SUCCESS;
        };
        let object = object.map_or(null_mut(), |object| structs.node(object).cast());
        let (ld, node) = (self.device_of(ln), structs.logical_node(ln));
        let fc = fc.map_or(-1, FunctionalConstraint::number);
        // SAFETY: C's contract for the callback.
        let result = unsafe { callback(ld, node, object, fc, self.clients.handle(client), parameter) };
        DataAccessError(result)
    }

    fn write_access(&self, client: &Arc<Connection>, attribute: NodeId, value: &Value) -> WriteVerdict {
        let (Some((callback, parameter)), Some(structs)) = (self.writes.get(attribute), self.structs())
        else {
            return WriteVerdict::Unhandled;
        };
        // its own copy: the application may not keep it, but it may try to change or delete it
        let mut value = value.clone().into_borrowed();
        let node = structs.node(attribute).cast();
        // SAFETY: C's contract for the callback.
        match unsafe { callback(node, &raw mut value, self.clients.handle(client), parameter) } {
            -1 => WriteVerdict::Store,
            -3 => WriteVerdict::Keep,
            -2 => WriteVerdict::Silence,
            error @ 0..=12 => WriteVerdict::Refuse(DataAccessError(error)),
            _ => WriteVerdict::Refuse(DataAccessError::OBJECT_ACCESS_DENIED),
        }
    }

    fn data_set_access(
        &self,
        client: &Arc<Connection>,
        operation: DataSetOperation,
        reference: &[u8],
    ) -> bool {
        let Some((callback, parameter)) = self.data_sets.get() else { return true };
        let reference = Name::new(Some(reference));
        let client = self.clients.handle(client);
        // SAFETY: C's contract for the callback.
        unsafe { callback(parameter, client, operation as c_int, reference.as_ptr()) }.get()
    }

    fn directory_access(
        &self,
        client: &Arc<Connection>,
        category: DirectoryCategory,
        domain: Option<u32>,
    ) -> bool {
        let Some((callback, parameter)) = self.directories.get() else { return true };
        let (client, device) = (self.clients.handle(client), self.device(domain));
        // SAFETY: C's contract for the callback.
        unsafe { callback(parameter, client, category as c_int, device) }.get()
    }

    fn list_access(&self, client: &Arc<Connection>, listed: Listed<'_>) -> bool {
        let Some((callback, parameter)) = self.lists.get() else { return true };
        let below = listed
            .sub_object
            .map(|path| path.iter().map(|&c| if c == b'$' { b'.' } else { c }).collect::<Vec<u8>>());
        let (object, sub_object) = (Name::new(listed.object), Name::new(below.as_deref()));
        // SAFETY: C's contract for the callback.
        let shown: BoolArg = unsafe {
            callback(
                parameter,
                self.clients.handle(client),
                listed.class,
                self.device(Some(listed.domain)),
                self.logical_node(listed.ln),
                object.as_ptr(),
                sub_object.as_ptr(),
                listed.fc.map_or(-1, FunctionalConstraint::number),
            )
        };
        shown.get()
    }

    fn block_access(&self, client: &Arc<Connection>, access: BlockAccess<'_>) -> bool {
        let Some((callback, parameter)) = self.blocks.get() else { return true };
        let (object, attribute) = (Name::new(Some(access.name)), Name::new(access.attribute));
        // SAFETY: C's contract for the callback.
        let allowed: BoolArg = unsafe {
            callback(
                parameter,
                self.clients.handle(client),
                access.class,
                self.device_of(access.ln),
                self.logical_node(Some(access.ln)),
                object.as_ptr(),
                attribute.as_ptr(),
                c_int::from(access.write),
            )
        };
        allowed.get()
    }

    fn file_access(
        &self,
        client: &Arc<Connection>,
        service: FileService,
        name: Option<&[u8]>,
        other: Option<&[u8]>,
    ) -> Result<(), ServiceError> {
        let Some((callback, parameter)) = self.files.get() else { return Ok(()) };
        let (name, other) = (Name::new(name), Name::new(other));
        let client = self.clients.handle(client).cast();
        // SAFETY: C's contract for the callback.
        let error = unsafe { callback(parameter, client, service as c_int, name.as_ptr(), other.as_ptr()) };
        if error == 0 { Ok(()) } else { Err(service_error(error)) }
    }

    fn report_event(
        &self,
        block: u32,
        client: Option<&Arc<Connection>>,
        event: ReportEvent,
        attribute: Option<&str>,
        result: DataAccessError,
    ) {
        self.report(block, client, event, attribute, result);
    }

    fn control_check(
        &self,
        action: &Arc<ControlAction>,
        value: Option<&Value>,
        test: bool,
        interlock: bool,
    ) -> DataAccessError {
        self.check(action, value, test, interlock)
    }

    fn control_wait(
        &self,
        action: &Arc<ControlAction>,
        value: Option<&Value>,
        test: bool,
        synchro: bool,
    ) -> ControlResult {
        self.wait(action, value, test, synchro)
    }

    fn control_operate(
        &self,
        action: &Arc<ControlAction>,
        value: Option<&Value>,
        test: bool,
    ) -> ControlResult {
        self.operate(action, value, test)
    }

    fn control_selected(&self, action: &Arc<ControlAction>, selected: bool, reason: SelectReason) {
        self.selected(action, selected, reason);
    }

    fn active_group(&self, block: u32, group: u8, client: &Arc<Connection>) -> bool {
        self.activate(block, group, client)
    }

    fn edit_group(&self, block: u32, group: u8, client: &Arc<Connection>) -> bool {
        self.edit(block, group, client)
    }

    fn confirm_edit(&self, block: u32, group: u8) -> bool {
        self.confirm(block, group)
    }

    fn groups(&self, block: u32, active: u8, edited: u8) {
        self.show_groups(block, active, edited);
    }

    fn goose_event(&self, block: u32, enabled: bool) {
        self.goose(block, enabled);
    }

    fn sampled_event(&self, block: u32, enabled: bool) {
        self.sampled(block, enabled);
    }
}

/// Who calls, as the authenticator sees it.
fn application_reference(calling: &crate::wire::Address) -> IsoApplicationReference {
    let mut reference = IsoApplicationReference {
        apTitle: ItuObjectIdentifier { arc: [0; 10], arcCount: 0 },
        aeQualifier: calling.ae_qualifier.unwrap_or(0),
    };
    let arcs = calling.ap_title.as_ref().map(crate::wire::ApTitle::arcs).unwrap_or_default();
    for (to, from) in reference.apTitle.arc.iter_mut().zip(arcs) {
        *to = u16::try_from(from).unwrap_or(u16::MAX);
        reference.apTitle.arcCount += 1;
    }
    reference
}
