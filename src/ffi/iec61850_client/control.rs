//! Control objects: the handle, its options and its state. Services are in `control_service`.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::{Arc, LazyLock};

use super::handle::{code, required};
use super::{CommandTerminationHandler, ControlObjectClient, IedClientError, IedConnection, LastApplError};
use crate::error::{Error, Result};
use crate::ffi::enums::IedClientError::IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT;
use crate::ffi::iec61850_common::ControlModel;
use crate::ffi::mms_common::MmsType;
use crate::ffi::mms_types::{MmsVariableSpecification, to_type_spec};
use crate::ffi::support::callback::Context;
use crate::ffi::support::handles::Registry;
use crate::ffi::support::{BoolArg, Fallback, guard, text};
use crate::iec61850::{Client, ControlObject, TerminationHandler};

/// A control object, and its reference as C reads it.
pub(super) struct Control {
    pub(super) object: Arc<ControlObject>,
    reference: CString,
}

static CONTROLS: LazyLock<Registry<Control>> = LazyLock::new(Registry::default);

/// The control object behind a handle.
pub(super) fn control(handle: ControlObjectClient) -> Option<Arc<Control>> {
    CONTROLS.get(handle)
}

/// Runs `f` on the control object behind a handle; the type's fallback for a handle that is none.
pub(super) fn with<R: Fallback>(handle: ControlObjectClient, f: impl FnOnce(&ControlObject) -> R) -> R {
    guard(|| control(handle).map_or_else(R::fallback, |control| f(&control.object)))
}

fn create(
    connection: IedConnection,
    reference: *const c_char,
    make: impl FnOnce(&Arc<Client>, &[u8]) -> Result<Arc<ControlObject>>,
) -> ControlObjectClient {
    guard(|| {
        let made = required(reference).and_then(|reference| {
            let client =
                super::handle::client(connection).ok_or(Error::InvalidArgument("no connection handle"))?;
            let object = make(&client, reference)?;
            let reference = CString::new(reference).map_err(|_| Error::InvalidReference)?;
            Ok(Arc::new(Control { object, reference }))
        });
        match made {
            Ok(control) => CONTROLS.insert(control),
            Err(error) => {
                tracing::warn!(%error, "no control object");
                ControlObjectClient::fallback()
            }
        }
    })
}

/// Creates a control object. Asks the server for its control model and the types of its services.
///
/// @param objectReference the controllable data object, as LD/LN.DO
/// @param connection the connection, which has to be connected
/// @return the control object, to be ended with ControlObjectClient_destroy; NULL when the server has no such object,
/// when the object has no Oper, or without connection
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_create(
    objectReference: *const c_char,
    connection: IedConnection,
) -> ControlObjectClient {
    create(connection, objectReference, ControlObject::create)
}

/// Creates a control object without asking the server.
///
/// @param objectReference the controllable data object, as LD/LN.DO
/// @param connection the connection
/// @param ctlModel the control model of the object
/// @param controlObjectSpec the type of the object under functional constraint CO, as
/// IedConnection_getVariableSpecification gives it for LD/LN.DO; it is copied and stays the caller's
/// @return the control object, to be ended with ControlObjectClient_destroy; NULL for a malformed reference, or a type
/// without Oper
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_createEx(
    objectReference: *const c_char,
    connection: IedConnection,
    ctlModel: ControlModel,
    controlObjectSpec: *mut MmsVariableSpecification,
) -> ControlObjectClient {
    create(connection, objectReference, |client, reference| {
        // SAFETY: C passes NULL or a well-formed specification.
        let types = unsafe { to_type_spec(controlObjectSpec) };
        let types = types.ok_or(Error::InvalidArgument("no control object specification"))?;
        ControlObject::with_types(client, reference, ctlModel, &types)
    })
}

/// Ends a control object. No command termination handler of it begins afterwards, and one that runs on another thread
/// has ended. May be called inside a handler, also its own, and after the connection has been destroyed. Handlers of
/// asynchronous actions that have no answer yet are still called. NULL and handles that are already destroyed are
/// ignored.
///
/// @param self the control object
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_destroy(self_: ControlObjectClient) {
    guard(|| {
        if let Some(control) = CONTROLS.remove(self_) {
            control.object.destroy();
        }
    });
}

/// The reference that the control object was created with.
///
/// @param self the control object
/// @return the reference; it belongs to the control object. NULL for no control object
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_getObjectReference(self_: ControlObjectClient) -> *const c_char {
    guard(|| control(self_).map_or(std::ptr::null(), |control| CStr::as_ptr(&control.reference)))
}

/// The control model, as the server said when the control object was created, or as it was set since.
///
/// @param self the control object
/// @return the control model; CONTROL_MODEL_STATUS_ONLY for no control object
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_getControlModel(self_: ControlObjectClient) -> ControlModel {
    with(self_, ControlObject::model)
}

/// Sets the control model that this side assumes. The server is not told.
///
/// @param self the control object
/// @param ctlModel the control model
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_setControlModel(self_: ControlObjectClient, ctlModel: ControlModel) {
    with(self_, |object| object.set_model(ctlModel));
}

/// Writes ctlModel of the server, and assumes that model when the server accepts it. Few servers do.
/// ControlObjectClient_getLastError tells the outcome.
///
/// @param self the control object
/// @param ctlModel the new control model
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_changeServerControlModel(
    self_: ControlObjectClient,
    ctlModel: ControlModel,
) {
    with(self_, |object| {
        if let Err(error) = object.change_server_model(ctlModel) {
            tracing::warn!(%error, ctlModel, "the server keeps its control model");
        }
    });
}

/// The type of the control value.
///
/// @param self the control object
/// @return the type; MMS_STRUCTURE for an AnalogueValue
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_getCtlValType(self_: ControlObjectClient) -> MmsType {
    with(self_, |object| object.value_type().kind() as MmsType)
}

/// How the last action (select, operate, cancel, change of the server's control model) ended.
///
/// @param self the control object
/// @return IED_ERROR_OK also for a selection that the server declined; IED_ERROR_OBJECT_INVALIDATED before the first
/// action; IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT for no control object
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_getLastError(self_: ControlObjectClient) -> IedClientError {
    guard(|| match control(self_) {
        Some(control) => code(&control.object.outcome()),
        None => IED_ERROR_USER_PROVIDED_INVALID_ARGUMENT as IedClientError,
    })
}

/// Error and additional cause that the server reported for the last action (LastApplError). Each action begins without.
/// Inside a command termination handler: those of that termination.
///
/// @param self the control object
/// @return the values; all 0 when nothing was reported
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_getLastApplError(self_: ControlObjectClient) -> LastApplError {
    with(self_, |object| {
        let last = object.last_appl_error();
        LastApplError { ctlNum: last.ctl_num, error: last.error, addCause: last.add_cause }
    })
}

/// Sets the Test flag of commands.
///
/// @param self the control object
/// @param value true: the server shall not act on the process
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_setTestMode(self_: ControlObjectClient, value: BoolArg) {
    with(self_, |object| object.set_test(value.get()));
}

/// Sets the originator of commands. Identifications beyond the 64 octets of the standard are sent, and logged: servers
/// refuse them, and some devices restart.
///
/// @param self the control object
/// @param orIdent the identification; NULL for an empty one
/// @param orCat the category, such as CONTROL_ORCAT_REMOTE_CONTROL
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_setOrigin(
    self_: ControlObjectClient,
    orIdent: *const c_char,
    orCat: c_int,
) {
    // SAFETY: C passes NULL or a NUL-terminated string.
    let identification = unsafe { text::bytes(orIdent) }.unwrap_or_default();
    with(self_, |object| object.set_origin(orCat, identification));
}

/// Sets whether operate after a selection, and cancel, repeat the time stamp T of the command before, as some servers
/// demand. Otherwise T is the time at which the request is sent.
///
/// @param self the control object
/// @param useConstantT true: T stays the same during a control sequence
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_useConstantT(self_: ControlObjectClient, useConstantT: BoolArg) {
    with(self_, |object| object.use_constant_time(useConstantT.get()));
}

/// Asks the server to check interlocking. Deprecated: ControlObjectClient_setInterlockCheck.
///
/// @param self the control object
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_enableInterlockCheck(self_: ControlObjectClient) {
    with(self_, |object| object.set_interlock_check(true));
}

/// Asks the server to check synchronism. Deprecated: ControlObjectClient_setSynchroCheck.
///
/// @param self the control object
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_enableSynchroCheck(self_: ControlObjectClient) {
    with(self_, |object| object.set_synchro_check(true));
}

/// Sets the control number; the next control sequence has the number after it. Deprecated: numbers are counted.
///
/// @param self the control object
/// @param ctlNum the number
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_setCtlNum(self_: ControlObjectClient, ctlNum: u8) {
    with(self_, |object| object.set_number(ctlNum));
}

/// Sets whether the server shall check interlocking.
///
/// @param self the control object
/// @param value whether it shall
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_setInterlockCheck(self_: ControlObjectClient, value: BoolArg) {
    with(self_, |object| object.set_interlock_check(value.get()));
}

/// Sets whether the server shall check synchronism.
///
/// @param self the control object
/// @param value whether it shall
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_setSynchroCheck(self_: ControlObjectClient, value: BoolArg) {
    with(self_, |object| object.set_synchro_check(value.get()));
}

/// Installs the handler that is called with each command termination of the object, positive or negative:
/// ControlObjectClient_getLastApplError tells which inside the handler. With several control objects for the same
/// object of a server, each is told. The handler may call any function, blocking ones, and the end of its control
/// object or connection included.
///
/// @param self the control object
/// @param handler the handler, or NULL for none
/// @param handlerParameter passed to the handler
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_setCommandTerminationHandler(
    self_: ControlObjectClient,
    handler: CommandTerminationHandler,
    handlerParameter: *mut c_void,
) {
    let context = Context::new(self_, handlerParameter);
    with(self_, |object| {
        let handler = handler.map(|handler| -> TerminationHandler {
            // SAFETY: the handler and its parameter are C's, which keeps them valid until it replaces the handler.
            Arc::new(move || unsafe { handler(context.parameter(), context.object()) })
        });
        object.set_termination_handler(handler);
    });
}
