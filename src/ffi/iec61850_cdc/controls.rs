//! The attributes of controllable data objects.

use std::ffi::CStr;

use super::builder::{
    BOOLEAN, Builder, CHANGE, CHECK, ENUMERATED, Fc, INT8U, INT32, Kind, NONE, OCTETS64, TEXT129, TIMESTAMP,
    UPDATE, has,
};
use super::constants::*;
use crate::mms::value::Value;

/// What the data objects have that others are controlled by: operate directly, and the originator.
pub(super) const RESET: u32 =
    CDC_CTL_MODEL_DIRECT_NORMAL.cast_unsigned() | CDC_CTL_OPTION_ORIGIN.cast_unsigned();

fn origin(to: &mut Builder, fc: Fc) {
    let mut origin = to.structure(c"origin", fc);
    origin.add(c"orCat", ENUMERATED, fc, NONE);
    origin.add(c"orIdent", OCTETS64, fc, NONE);
}

/// The originator and control number of the last action, on request.
pub(super) fn last_action(to: &mut Builder, controls: u32, fc: Fc) {
    if has(controls, CDC_CTL_OPTION_ORIGIN) {
        origin(to, fc);
    }
    to.option(controls, CDC_CTL_OPTION_CTL_NUM, c"ctlNum", INT8U, fc, NONE);
}

/// One of SBOw, Oper and Cancel.
fn service(to: &mut Builder, name: &CStr, controls: u32, kind: Kind, with_check: bool) {
    let mut service = to.structure(name, Fc::Co);
    service.add(c"ctlVal", kind, Fc::Co, NONE);
    service.option(controls, CDC_CTL_MODEL_IS_TIME_ACTIVATED, c"operTm", TIMESTAMP, Fc::Co, NONE);
    origin(&mut service, Fc::Co);
    service.add(c"ctlNum", INT8U, Fc::Co, NONE);
    service.add(c"T", TIMESTAMP, Fc::Co, NONE);
    service.add(c"Test", BOOLEAN, Fc::Co, NONE);
    if with_check {
        service.add(c"Check", CHECK, Fc::Co, NONE);
    }
}

/// ctlModel and what the control model needs.
pub(super) fn services(to: &mut Builder, controls: u32, kind: Kind) {
    let model = (controls & 7).cast_signed();
    to.add(c"ctlModel", ENUMERATED, Fc::Cf, CHANGE).value(Value::integer(model.into(), 32));
    if model == CDC_CTL_MODEL_NONE {
        return;
    }
    if model == CDC_CTL_MODEL_SBO_NORMAL {
        to.add(c"SBO", TEXT129, Fc::Co, NONE);
    } else if model == CDC_CTL_MODEL_SBO_ENHANCED {
        service(to, c"SBOw", controls, kind, true);
    }
    service(to, c"Oper", controls, kind, true);
    if has(controls, CDC_CTL_MODEL_HAS_CANCEL) {
        service(to, c"Cancel", controls, kind, false);
    }
}

/// The state of selection and operation, on request.
pub(super) fn state(to: &mut Builder, controls: u32, fc: Fc) {
    to.option(controls, CDC_CTL_OPTION_ST_SELD, c"stSeld", BOOLEAN, fc, CHANGE);
    to.option(controls, CDC_CTL_OPTION_OP_RCVD, c"opRcvd", BOOLEAN, Fc::Or, CHANGE);
    to.option(controls, CDC_CTL_OPTION_OP_OK, c"opOk", BOOLEAN, Fc::Or, CHANGE);
    to.option(controls, CDC_CTL_OPTION_T_OP_OK, c"tOpOk", TIMESTAMP, Fc::Or, CHANGE);
}

/// A controllable status with its quality, time stamp, control attributes and substitution.
pub(super) fn controllable(to: &mut Builder, options: u32, controls: u32, status: Kind, control: Kind) {
    last_action(to, controls, Fc::St);
    to.add(c"stVal", status, Fc::St, CHANGE | UPDATE);
    to.quality_and_time(Fc::St);
    services(to, controls, control);
    state(to, controls, Fc::St);
    to.substitution(options, status);
}

/// Minimum and maximum, on request.
pub(super) fn limits(to: &mut Builder, options: u32, kind: Kind, fc: Fc, triggers: u8) {
    to.option(options, CDC_OPTION_MIN, c"minVal", kind, fc, triggers);
    to.option(options, CDC_OPTION_MAX, c"maxVal", kind, fc, triggers);
}

/// The attributes of SPC that resets or acknowledges something.
pub(super) fn reset(to: &mut Builder, name: &CStr, controls: u32) {
    controllable(&mut to.object(name), 0, controls, BOOLEAN, BOOLEAN);
}

/// The attributes of INC.
pub(super) fn integer(to: &mut Builder, name: &CStr, controls: u32) {
    controllable(&mut to.object(name), 0, controls, INT32, INT32);
}

/// The attributes of APC up to its description; the numbers are integers or floating point numbers.
pub(super) fn analogue(to: &mut Builder, options: u32, controls: u32, kind: Kind) {
    last_action(to, controls, Fc::Mx);
    to.add(c"mxVal", kind, Fc::Mx, CHANGE);
    to.quality_and_time(Fc::Mx);
    state(to, controls, Fc::Mx);
    to.substitution(options, kind);
    services(to, controls, kind);
}

/// The step size, on request.
pub(super) fn step(to: &mut Builder, options: u32, kind: Kind, fc: Fc, triggers: u8) {
    to.option(options, CDC_OPTION_STEP_SIZE, c"stepSize", kind, fc, triggers);
}
