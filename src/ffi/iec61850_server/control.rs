//! Controls: handlers of the application, and what they may ask about an action.

use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::ptr::null_mut;
use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;

use super::hooks::{CHooks, Slots};
use super::object::with;
use super::types::{ClientConnection, IedServer};
use crate::error::DataAccessError;
use crate::ffi::iec61850_common::timestamp::Timestamp;
use crate::ffi::iec61850_common::{ControlAddCause, ControlLastApplError, ControlModel};
use crate::ffi::iec61850_model::DataObject;
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::handles::Registry;
use crate::ffi::support::out::Out;
use crate::ffi::support::{CBool, Fallback, guard};
use crate::mms::value::Value;
use crate::server::connection::Connection;
use crate::server::control::{ControlAction as Action, ControlResult, SelectReason};

/// One of the values of [`crate::ffi::enums::CheckHandlerResult`].
pub type CheckHandlerResult = c_int; // C enum
/// One of the values of [`crate::ffi::enums::ControlHandlerResult`].
pub type ControlHandlerResult = c_int; // C enum
/// One of the values of [`crate::ffi::enums::SelectStateChangedReason`].
pub type SelectStateChangedReason = c_int; // C enum

/// A control action of a client: valid until the handlers of the next one of the same object are called.
pub type ControlAction = *mut c_void;

/// Decides whether a client may select or operate; `ctlVal` is NULL for a select without value.
pub type ControlPerformCheckHandler = Option<
    unsafe extern "C" fn(
        action: ControlAction,
        parameter: *mut c_void,
        ctlVal: *mut MmsValue,
        test: CBool,
        interlockCheck: CBool,
    ) -> CheckHandlerResult,
>;

/// Says whether it is time to operate; called again while it says `CONTROL_RESULT_WAITING`.
pub type ControlWaitForExecutionHandler = Option<
    unsafe extern "C" fn(
        action: ControlAction,
        parameter: *mut c_void,
        ctlVal: *mut MmsValue,
        test: CBool,
        synchroCheck: CBool,
    ) -> ControlHandlerResult,
>;

/// Operates; called again while it says `CONTROL_RESULT_WAITING`.
pub type ControlHandler = Option<
    unsafe extern "C" fn(
        action: ControlAction,
        parameter: *mut c_void,
        ctlVal: *mut MmsValue,
        test: CBool,
    ) -> ControlHandlerResult,
>;

/// An object has been selected, or no longer is.
pub type ControlSelectStateChangedHandler = Option<
    unsafe extern "C" fn(
        action: ControlAction,
        parameter: *mut c_void,
        isSelected: CBool,
        reason: SelectStateChangedReason,
    ),
>;

static ACTIONS: LazyLock<Registry<Known>> = LazyLock::new(Registry::default);

/// An action that handlers have been called with.
struct Known {
    action: Arc<Action>,
    client: usize,
    object: usize,
}

/// The handlers of control objects, by the number of the data object.
#[derive(Default)]
pub(super) struct Controls {
    check: Slots<ControlPerformCheckHandler>,
    wait: Slots<ControlWaitForExecutionHandler>,
    operate: Slots<ControlHandler>,
    selected: Slots<ControlSelectStateChangedHandler>,
    /// The last action of each object and its handle.
    last: Mutex<HashMap<u32, (Arc<Action>, usize)>>,
}

/// The value of an action as C may look at it.
struct Borrowed(Option<Value>);

impl Borrowed {
    fn new(value: Option<&Value>) -> Self {
        Self(value.map(|value| value.clone().into_borrowed()))
    }

    fn as_ptr(&mut self) -> *mut MmsValue {
        self.0.as_mut().map_or(null_mut(), std::ptr::from_mut)
    }
}

impl CHooks {
    /// The handle of an action: the same one for all handlers that are called with it.
    fn action(&self, action: &Arc<Action>) -> ControlAction {
        let mut last = self.controls.last.lock();
        if let Some((known, handle)) = last.get(&action.object())
            && Arc::ptr_eq(known, action)
        {
            return *handle as ControlAction;
        }
        let object = self.structs().map_or(0, |structs| structs.node(action.object()) as usize);
        let client = self.clients.handle(action.client()) as usize;
        let known = Known { action: Arc::clone(action), client, object };
        let handle = ACTIONS.insert::<c_void>(Arc::new(known));
        if let Some((_, old)) = last.insert(action.object(), (Arc::clone(action), handle as usize)) {
            ACTIONS.remove(old as ControlAction);
        }
        handle
    }

    /// A client is gone: its actions would keep its connection.
    pub(super) fn end_actions_of(&self, client: &Arc<Connection>) {
        self.controls.last.lock().retain(|_, (action, handle)| {
            let others = action.client().id() != client.id();
            if !others {
                ACTIONS.remove(*handle as ControlAction);
            }
            others
        });
    }

    /// The server is gone.
    pub(super) fn end_actions(&self) {
        for (_, (_, handle)) in self.controls.last.lock().drain() {
            ACTIONS.remove(handle as ControlAction);
        }
    }

    pub(super) fn check(
        &self,
        action: &Arc<Action>,
        value: Option<&Value>,
        test: bool,
        interlock: bool,
    ) -> DataAccessError {
        let Some((callback, parameter)) = self.controls.check.get(action.object()) else {
            return DataAccessError::SUCCESS;
        };
        let (handle, mut value) = (self.action(action), Borrowed::new(value));
        // SAFETY: C's contract for the callback.
        DataAccessError(unsafe { callback(handle, parameter, value.as_ptr(), test.into(), interlock.into()) })
    }

    pub(super) fn wait(
        &self,
        action: &Arc<Action>,
        value: Option<&Value>,
        test: bool,
        synchro: bool,
    ) -> ControlResult {
        let Some((callback, parameter)) = self.controls.wait.get(action.object()) else {
            return ControlResult::Ok;
        };
        let (handle, mut value) = (self.action(action), Borrowed::new(value));
        // SAFETY: C's contract for the callback.
        match unsafe { callback(handle, parameter, value.as_ptr(), test.into(), synchro.into()) } {
            0 => ControlResult::Failed,
            1 => ControlResult::Ok,
            _ => ControlResult::Waiting,
        }
    }

    pub(super) fn operate(&self, action: &Arc<Action>, value: Option<&Value>, test: bool) -> ControlResult {
        let Some((callback, parameter)) = self.controls.operate.get(action.object()) else {
            return ControlResult::Ok;
        };
        let (handle, mut value) = (self.action(action), Borrowed::new(value));
        // SAFETY: C's contract for the callback.
        match unsafe { callback(handle, parameter, value.as_ptr(), test.into()) } {
            1 => ControlResult::Ok,
            2 => ControlResult::Waiting,
            _ => ControlResult::Failed,
        }
    }

    pub(super) fn selected(&self, action: &Arc<Action>, selected: bool, reason: SelectReason) {
        if let Some((callback, parameter)) = self.controls.selected.get(action.object()) {
            let handle = self.action(action);
            // SAFETY: C's contract for the callback.
            unsafe { callback(handle, parameter, selected.into(), reason as c_int) };
        }
    }
}

fn known<R: Fallback>(handle: ControlAction, f: impl FnOnce(&Known) -> R) -> R {
    guard(|| ACTIONS.get(handle).map_or_else(R::fallback, |known| f(&known)))
}

/// Sets the error of LastApplError that the client is told when the action is refused or fails.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_setError(self_: ControlAction, error: ControlLastApplError) {
    known(self_, |known| known.action.set_error(error));
}

/// Sets the additional cause that the client is told when the action is refused or fails.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_setAddCause(self_: ControlAction, addCause: ControlAddCause) {
    known(self_, |known| known.action.set_cause(addCause));
}

/// The originator category.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getOrCat(self_: ControlAction) -> c_int {
    known(self_, |known| known.action.category())
}

/// The originator identification; its length goes to `orIdentSize`. Valid as long as the action.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getOrIdent(self_: ControlAction, orIdentSize: *mut c_int) -> *mut u8 {
    let size = Out::new(orIdentSize);
    size.set(0);
    known(self_, |known| {
        let identifier = known.action.identifier();
        size.set(c_int::try_from(identifier.len()).unwrap_or(0));
        identifier.as_ptr().cast_mut()
    })
}

/// ctlNum, the number of the action.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getCtlNum(self_: ControlAction) -> c_int {
    known(self_, |known| known.action.number())
}

/// Whether the client wants a synchrocheck.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getSynchroCheck(self_: ControlAction) -> CBool {
    known(self_, |known| known.action.synchro_check().into())
}

/// Whether the client wants an interlock check.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getInterlockCheck(self_: ControlAction) -> CBool {
    known(self_, |known| known.action.interlock_check().into())
}

/// Whether it is a select, not an operate.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_isSelect(self_: ControlAction) -> CBool {
    known(self_, |known| known.action.is_select().into())
}

/// The client.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getClientConnection(self_: ControlAction) -> ClientConnection {
    known(self_, |known| known.client as ClientConnection)
}

/// The data object that is controlled.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getControlObject(self_: ControlAction) -> *mut DataObject {
    known(self_, |known| known.object as *mut DataObject)
}

/// When to operate (operTm) in milliseconds since 1970; 0 for at once.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getControlTime(self_: ControlAction) -> u64 {
    known(self_, |known| known.action.control_time())
}

/// T, when the client sent the command. Belongs to the action.
#[unsafe(no_mangle)]
pub extern "C" fn ControlAction_getT(self_: ControlAction) -> *mut Timestamp {
    known(self_, |known| std::ptr::from_ref(known.action.time()).cast::<Timestamp>().cast_mut())
}

/// Installs the handler that operates a control object. NULL removes it: commands are then accepted without effect.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setControlHandler(
    self_: IedServer,
    node: *mut DataObject,
    handler: ControlHandler,
    parameter: *mut c_void,
) {
    install(self_, node, |controls, id| controls.operate.set(id, handler, parameter));
}

/// Installs the handler that decides whether a control object may be selected or operated. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setPerformCheckHandler(
    self_: IedServer,
    node: *mut DataObject,
    handler: ControlPerformCheckHandler,
    parameter: *mut c_void,
) {
    install(self_, node, |controls, id| controls.check.set(id, handler, parameter));
}

/// Installs the handler that says when a control object is to be operated. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setWaitForExecutionHandler(
    self_: IedServer,
    node: *mut DataObject,
    handler: ControlWaitForExecutionHandler,
    parameter: *mut c_void,
) {
    install(self_, node, |controls, id| controls.wait.set(id, handler, parameter));
}

/// Installs the handler that learns of selections of a control object. NULL removes it.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setSelectStateChangedHandler(
    self_: IedServer,
    node: *mut DataObject,
    handler: ControlSelectStateChangedHandler,
    parameter: *mut c_void,
) {
    install(self_, node, |controls, id| controls.selected.set(id, handler, parameter));
}

fn install(server: IedServer, node: *mut DataObject, set: impl FnOnce(&Controls, u32)) {
    with(server, |object| match object.structs.id(node) {
        Some(id) => set(&object.hooks.controls, id),
        None => tracing::warn!("a control handler for an object of another model"),
    });
}

/// Sets the control model (ctlModel) of a control object.
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_updateCtlModel(
    self_: IedServer,
    ctlObject: *mut DataObject,
    value: ControlModel,
) {
    with(self_, |object| {
        let done = object.structs.id(ctlObject).is_some_and(|id| object.core().set_control_model(id, value));
        if !done {
            tracing::warn!("a control model for what is no control object");
        }
    });
}
