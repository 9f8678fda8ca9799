//! What a program can ask about a secured connection.

use std::ffi::{c_char, c_int};

use super::handle::with_peer;
use super::{TLSConfigVersion, TLSConnection};
use crate::ffi::enums::TLSConfigVersion as Number;
use crate::ffi::support::guard;
use crate::ffi::support::memory::malloc_text;
use crate::ffi::support::out::Out;

/// The address of the peer: an IPv4 or IPv6 address, a colon, and the port.
///
/// @param self the connection
/// @param peerAddrBuf room for the text, 60 octets; NULL for memory that the caller frees with `free`
/// @return the text; NULL for no connection
#[unsafe(no_mangle)]
pub extern "C" fn TLSConnection_getPeerAddress(
    self_: TLSConnection,
    peerAddrBuf: *mut c_char,
) -> *mut c_char {
    with_peer(self_, |peer| {
        let address = peer.address();
        let text = format!("{}:{}", address.ip(), address.port());
        if peerAddrBuf.is_null() {
            return malloc_text(text.as_bytes());
        }
        // SAFETY: C's contract is room for 60 octets; no address with its port needs more than 54 with its NUL.
        unsafe {
            peerAddrBuf.cast::<u8>().copy_from_nonoverlapping(text.as_ptr(), text.len());
            peerAddrBuf.add(text.len()).write(0);
        }
        peerAddrBuf
    })
}

/// The certificate that the peer has shown, whether it was accepted or not.
///
/// @param self the connection
/// @param certSize becomes its size in octets, 0 where there is none; may be NULL
/// @return the certificate in DER, which belongs to the connection and ends with it; NULL where there is none
#[unsafe(no_mangle)]
pub extern "C" fn TLSConnection_getPeerCertificate(self_: TLSConnection, certSize: *mut c_int) -> *mut u8 {
    let size = Out::new(certSize);
    size.set(0);
    with_peer(self_, |peer| {
        let Some(certificate) = peer.certificate() else { return std::ptr::null_mut() };
        size.set(c_int::try_from(certificate.len()).unwrap_or(c_int::MAX));
        certificate.as_ptr().cast_mut()
    })
}

/// The version of TLS that was negotiated.
///
/// @param self the connection
/// @return the version; TLS_VERSION_NOT_SELECTED as long as there is none
#[unsafe(no_mangle)]
pub extern "C" fn TLSConnection_getTLSVersion(self_: TLSConnection) -> TLSConfigVersion {
    with_peer(self_, |peer| peer.version().map_or(0, |version| version as TLSConfigVersion))
}

/// The name of a version.
///
/// @param version the version
/// @return its name, which is static; "unknown TLS version" for a number that is none
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfigVersion_toString(version: TLSConfigVersion) -> *const c_char {
    const NAMES: [(Number, &std::ffi::CStr); 5] = [
        (Number::TLS_VERSION_SSL_3_0, c"SSL 3.0"),
        (Number::TLS_VERSION_TLS_1_0, c"TLS 1.0"),
        (Number::TLS_VERSION_TLS_1_1, c"TLS 1.1"),
        (Number::TLS_VERSION_TLS_1_2, c"TLS 1.2"),
        (Number::TLS_VERSION_TLS_1_3, c"TLS 1.3"),
    ];
    guard(|| {
        let name = NAMES.iter().find(|(number, _)| *number as TLSConfigVersion == version);
        name.map_or(c"unknown TLS version", |(_, name)| name).as_ptr()
    })
}
