//! iec61850_ext.h: what this library has beyond libiec61850 1.6.1.

mod capture;
mod look_ahead;

use std::ffi::{c_char, c_int};

pub use capture::*;
pub use look_ahead::*;

use crate::error::{Failure, Layer};
use crate::ffi::enums::Iec61850Layer as Number;
use crate::ffi::iec61850_client::{IedConnection, client_of};
use crate::ffi::mms_client_connection::{MmsConnection, connection_of};
use crate::ffi::support::{CBool, Fallback, guard};
use crate::mmsclient::Connection;
use crate::wire::TpduSize;

/// One of the values of [`crate::ffi::enums::Iec61850Layer`].
pub type Iec61850Layer = c_int; // C enum

/// Room for the text of a failure, its NUL included.
pub const IEC61850_FAILURE_TEXT_SIZE: usize = 200;

/// Why an association could not be made, or ended.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Iec61850Failure {
    /// the layer that refused or failed
    pub layer: Iec61850Layer,
    /// that layer's own code, 0 where it has none: errno for TCP; the reason of a disconnect or error TPDU for COTP; the reason
    /// of a refuse or abort for session and presentation; the diagnostic for ACSE; the error code for MMS
    pub code: c_int,
    /// the same in words
    pub text: [c_char; 200],
}

/// Why the last association of a connection could not be made, or ended.
///
/// @param self the connection
/// @param failure becomes the failure; may be NULL. Left alone when there is none
/// @return whether there is a failure: not before the first connect, and not while an association is being opened or is up
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_getLastFailure(self_: IedConnection, failure: *mut Iec61850Failure) -> CBool {
    guard(|| match client_of(self_) {
        Some(client) => tell(client.connection(), failure),
        None => CBool::FALSE,
    })
}

/// Why the last association of a connection could not be made, or ended.
///
/// @param self the connection
/// @param failure becomes the failure; may be NULL. Left alone when there is none
/// @return whether there is a failure: not before the first connect, and not while an association is being opened or is up
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getLastFailure(self_: MmsConnection, failure: *mut Iec61850Failure) -> CBool {
    guard(|| connection_of(self_).map_or(CBool::FALSE, |connection| tell(&connection, failure)))
}

/// Sets the size of TPDUs (ISO 8073) that the next connect proposes, 8192 octets otherwise; also of the IedConnection to which
/// the connection belongs.
///
/// @param self the connection
/// @param octets 128, 256, 512, 1024, 2048, 4096 or 8192; values between them count as the next smaller one; 0 leaves the
/// parameter out, which some devices need and which stands for 128
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setTpduSize(self_: MmsConnection, octets: c_int) {
    guard(|| {
        let Some(connection) = connection_of(self_) else { return };
        let size = usize::try_from(octets).ok().filter(|&octets| octets > 0).map(TpduSize::at_most);
        connection.configure(|settings| settings.config.connect.tpdu_size = size);
    });
}

/// The name of a layer.
///
/// @param layer the layer
/// @return its name, which is static; "unknown" for a number that is none
#[unsafe(no_mangle)]
pub extern "C" fn Iec61850Layer_toString(layer: Iec61850Layer) -> *const c_char {
    let known = NAMES.iter().find(|(number, _)| *number as Iec61850Layer == layer);
    known.map_or(c"unknown", |(_, name)| name).as_ptr()
}

const NAMES: [(Number, &std::ffi::CStr); 9] = [
    (Number::IEC61850_LAYER_LOCAL, c"local"),
    (Number::IEC61850_LAYER_TCP, c"TCP"),
    (Number::IEC61850_LAYER_TLS, c"TLS"),
    (Number::IEC61850_LAYER_TPKT, c"TPKT"),
    (Number::IEC61850_LAYER_COTP, c"COTP"),
    (Number::IEC61850_LAYER_SESSION, c"session"),
    (Number::IEC61850_LAYER_PRESENTATION, c"presentation"),
    (Number::IEC61850_LAYER_ACSE, c"ACSE"),
    (Number::IEC61850_LAYER_MMS, c"MMS"),
];

fn number(layer: Layer) -> Iec61850Layer {
    let number = match layer {
        Layer::Local => Number::IEC61850_LAYER_LOCAL,
        Layer::Tcp => Number::IEC61850_LAYER_TCP,
        Layer::Tls => Number::IEC61850_LAYER_TLS,
        Layer::Tpkt => Number::IEC61850_LAYER_TPKT,
        Layer::Cotp => Number::IEC61850_LAYER_COTP,
        Layer::Session => Number::IEC61850_LAYER_SESSION,
        Layer::Presentation => Number::IEC61850_LAYER_PRESENTATION,
        Layer::Acse => Number::IEC61850_LAYER_ACSE,
        Layer::Mms => Number::IEC61850_LAYER_MMS,
    };
    number as Iec61850Layer
}

fn tell(connection: &Connection, to: *mut Iec61850Failure) -> CBool {
    let Some(failure) = connection.failure() else { return CBool::fallback() };
    // SAFETY: C passes NULL or memory for the struct, which need not be initialised.
    unsafe {
        if !to.is_null() {
            to.write(for_c(&failure));
        }
    }
    CBool::TRUE
}

fn for_c(failure: &Failure) -> Iec61850Failure {
    let mut text = [0; IEC61850_FAILURE_TEXT_SIZE];
    let boundary = |&at: &usize| failure.text.is_char_boundary(at);
    let end = (0..IEC61850_FAILURE_TEXT_SIZE.min(failure.text.len() + 1)).rev().find(boundary).unwrap_or(0);
    for (to, &octet) in text.iter_mut().zip(failure.text.as_bytes().iter().take(end)) {
        *to = octet as c_char;
    }
    Iec61850Failure { layer: number(failure.layer), code: failure.code, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let failure = Failure::new(Layer::Acse, 13, "ä".repeat(200));
        let told = for_c(&failure);
        assert_eq!((told.layer, told.code), (Number::IEC61850_LAYER_ACSE as c_int, 13));
        assert_eq!(told.text.iter().position(|&octet| octet == 0), Some(198));
    }

    #[test]
    fn the_failure_has_the_layout_of_c() {
        assert_eq!(size_of::<Iec61850Failure>(), 208);
        assert_eq!(std::mem::offset_of!(Iec61850Failure, text), 8);
    }
}
