//! The services of a control object: select, operate, cancel, waiting and asynchronous.

use std::ffi::c_void;
use std::ptr::null_mut;

use super::control::{control, with};
use super::handle::code;
use super::{
    ControlActionType, ControlObjectClient, ControlObjectClient_ControlActionHandler, IedClientError,
};
use crate::error::{Error, Result};
use crate::ffi::enums::ControlActionType::{
    CONTROL_ACTION_TYPE_CANCEL, CONTROL_ACTION_TYPE_OPERATE, CONTROL_ACTION_TYPE_SELECT,
};
use crate::ffi::mms_value::MmsValue;
use crate::ffi::support::callback::Context;
use crate::ffi::support::out::Out;
use crate::ffi::support::{CBool, guard};
use crate::iec61850::Action;

/// A value argument.
fn value<'a>(argument: *mut MmsValue) -> Result<&'a MmsValue> {
    // SAFETY: C passes NULL or a value that stays valid during the call.
    unsafe { argument.as_ref() }.ok_or(Error::InvalidArgument("NULL value"))
}

/// Does an action and waits for the answer.
fn act(handle: ControlObjectClient, action: Result<Action<'_>>) -> CBool {
    with(handle, |object| match action {
        Ok(action) => CBool::from(object.act(action)),
        Err(error) => {
            object.fail(error);
            CBool::FALSE
        }
    })
}

/// Starts an action.
fn start(
    handle: ControlObjectClient,
    error: *mut IedClientError,
    action: Result<Action<'_>>,
    handler: ControlObjectClient_ControlActionHandler,
    parameter: *mut c_void,
) -> u32 {
    let error = Out::new(error);
    error.set(code::<()>(&Err(Error::InvalidArgument("no control object"))));
    let context = Context::<()>::new(null_mut(), parameter);
    guard(|| {
        let Some(control) = control(handle) else { return 0 };
        let started = action.and_then(|action| {
            let kind = kind(&action);
            control.object.start(action, move |invoke_id, outcome| {
                if let Some(handler) = handler {
                    let success = CBool::from(matches!(outcome, Ok(true)));
                    // SAFETY: handler and parameter are C's, valid until the handler has been called.
                    unsafe { handler(invoke_id, context.parameter(), code(&outcome), kind, success) }
                }
            })
        });
        error.set(code(&started));
        started.unwrap_or(0)
    })
}

fn kind(action: &Action<'_>) -> ControlActionType {
    let kind = match action {
        Action::Select | Action::SelectWithValue(_) => CONTROL_ACTION_TYPE_SELECT,
        Action::Operate(..) => CONTROL_ACTION_TYPE_OPERATE,
        Action::Cancel => CONTROL_ACTION_TYPE_CANCEL,
    };
    kind as ControlActionType
}

/// Operates: the command itself. With the SBO control models the object has to be selected before.
///
/// The value has to be of the type that ControlObjectClient_getCtlValType tells. A number is taken for an AnalogueValue
/// with one member, and a boolean for a double point (Dbpos: on, off).
///
/// @param self the control object
/// @param ctlVal the control value, which stays the caller's
/// @param operTime when the server shall act, in ms since 1970, or 0 for at once; without effect for objects without
/// operTm
/// @return whether the server accepts. If not, ControlObjectClient_getLastError and
/// ControlObjectClient_getLastApplError tell why. With the enhanced models the outcome follows by a command
/// termination, see ControlObjectClient_setCommandTerminationHandler
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_operate(
    self_: ControlObjectClient,
    ctlVal: *mut MmsValue,
    operTime: u64,
) -> CBool {
    act(self_, value(ctlVal).map(|value| Action::Operate(value, operTime)))
}

/// Selects the object (control model SBO with normal security).
///
/// @param self the control object
/// @return whether the object is selected now
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_select(self_: ControlObjectClient) -> CBool {
    act(self_, Ok(Action::Select))
}

/// Selects the object with the value of the operate that follows (control model SBO with enhanced security).
///
/// @param self the control object
/// @param ctlVal the control value, which stays the caller's; see ControlObjectClient_operate
/// @return whether the object is selected now. If not, ControlObjectClient_getLastError and
/// ControlObjectClient_getLastApplError tell why
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_selectWithValue(
    self_: ControlObjectClient,
    ctlVal: *mut MmsValue,
) -> CBool {
    act(self_, value(ctlVal).map(Action::SelectWithValue))
}

/// Cancels a selection or a time-activated operate, with the value of the last command.
///
/// @param self the control object
/// @return whether the server accepts
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_cancel(self_: ControlObjectClient) -> CBool {
    act(self_, Ok(Action::Cancel))
}

/// Starts to operate, see ControlObjectClient_operate.
///
/// @param self the control object
/// @param err what is wrong at once; then the handler is not called
/// @param ctlVal the control value, which stays the caller's and may be freed at once
/// @param operTime when the server shall act, in ms since 1970, or 0 for at once
/// @param handler is told once whether the server accepts
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_operateAsync(
    self_: ControlObjectClient,
    err: *mut IedClientError,
    ctlVal: *mut MmsValue,
    operTime: u64,
    handler: ControlObjectClient_ControlActionHandler,
    parameter: *mut c_void,
) -> u32 {
    let action = value(ctlVal).map(|value| Action::Operate(value, operTime));
    start(self_, err, action, handler, parameter)
}

/// Starts to select the object, see ControlObjectClient_select.
///
/// @param self the control object
/// @param err what is wrong at once; then the handler is not called
/// @param handler is told once whether the object is selected
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_selectAsync(
    self_: ControlObjectClient,
    err: *mut IedClientError,
    handler: ControlObjectClient_ControlActionHandler,
    parameter: *mut c_void,
) -> u32 {
    start(self_, err, Ok(Action::Select), handler, parameter)
}

/// Starts to select the object with a value, see ControlObjectClient_selectWithValue.
///
/// @param self the control object
/// @param err what is wrong at once; then the handler is not called
/// @param ctlVal the control value, which stays the caller's and may be freed at once
/// @param handler is told once whether the object is selected; the type of the action is CONTROL_ACTION_TYPE_SELECT
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_selectWithValueAsync(
    self_: ControlObjectClient,
    err: *mut IedClientError,
    ctlVal: *mut MmsValue,
    handler: ControlObjectClient_ControlActionHandler,
    parameter: *mut c_void,
) -> u32 {
    start(self_, err, value(ctlVal).map(Action::SelectWithValue), handler, parameter)
}

/// Starts to cancel, see ControlObjectClient_cancel.
///
/// @param self the control object
/// @param err what is wrong at once; then the handler is not called
/// @param handler is told once whether the server accepts
/// @param parameter passed to the handler
/// @return the invoke id of the request; 0 on error
#[unsafe(no_mangle)]
pub extern "C" fn ControlObjectClient_cancelAsync(
    self_: ControlObjectClient,
    err: *mut IedClientError,
    handler: ControlObjectClient_ControlActionHandler,
    parameter: *mut c_void,
) -> u32 {
    start(self_, err, Ok(Action::Cancel), handler, parameter)
}
