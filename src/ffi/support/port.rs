//! TCP ports as C names them.

use std::ffi::c_int;

/// Port of MMS (RFC 1006).
const MMS: u16 = 102;
/// Port of MMS over TLS (IEC 62351-4).
const SECURE_MMS: u16 = 3782;

/// The port of a number: -1 is that of MMS, or of MMS over TLS. None for a number that is no port.
pub fn tcp_port(number: c_int, secure: bool) -> Option<u16> {
    match number {
        -1 if secure => Some(SECURE_MMS),
        -1 => Some(MMS),
        number => u16::try_from(number).ok(),
    }
}
