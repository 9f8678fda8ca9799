//! Captures for Wireshark.

use std::ffi::{OsStr, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use crate::ffi::iec61850_client::{IedConnection, client_of};
use crate::ffi::iec61850_server::IedServer;
use crate::ffi::iec61850_server::object::with;
use crate::ffi::mms_client_connection::{MmsConnection, connection_of};
use crate::ffi::support::{CBool, guard, text};
use crate::net::Capture;

/// Writes all that goes over a connection to a pcapng file, which Wireshark decodes as MMS; of connections with TLS the plain
/// text. Begins with the association that is up, if any, and goes on over all later ones, until it is stopped or the connection
/// is destroyed. The TCP packets are made up around the octets; servers are shown with port 102, where Wireshark expects MMS,
/// and a comment at the first packet tells the real one. The file is behind by the blink of an eye only, and may be opened
/// while it grows. An error of the disk ends the capture, never the connection.
///
/// @param self the connection
/// @param filename the file, which is replaced
/// @return false for a file that cannot be written, and for no connection
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_startCapture(self_: IedConnection, filename: *const c_char) -> CBool {
    guard(|| match client_of(self_) {
        Some(client) => start(filename, |capture| client.connection().capture(Some(capture))),
        None => CBool::FALSE,
    })
}

/// Ends the capture of a connection, when everything is in the file.
///
/// @param self the connection
/// @return whether everything is; false as well where there is no capture
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_stopCapture(self_: IedConnection) -> CBool {
    guard(|| client_of(self_).map_or(CBool::FALSE, |client| client.connection().capture(None).into()))
}

/// Writes all that goes over a connection to a pcapng file; see IedConnection_startCapture.
///
/// @param self the connection
/// @param filename the file, which is replaced
/// @return false for a file that cannot be written, and for no connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_startCapture(self_: MmsConnection, filename: *const c_char) -> CBool {
    guard(|| match connection_of(self_) {
        Some(connection) => start(filename, |capture| connection.capture(Some(capture))),
        None => CBool::FALSE,
    })
}

/// Ends the capture of a connection, when everything is in the file.
///
/// @param self the connection
/// @return whether everything is; false as well where there is no capture
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_stopCapture(self_: MmsConnection) -> CBool {
    guard(|| connection_of(self_).map_or(CBool::FALSE, |connection| connection.capture(None).into()))
}

/// Writes all that goes over the connections of a server to one pcapng file; see IedConnection_startCapture.
///
/// @param self the server, running or not
/// @param filename the file, which is replaced
/// @return false for a file that cannot be written, and for no server
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_startCapture(self_: IedServer, filename: *const c_char) -> CBool {
    with(self_, |object| start(filename, |capture| object.server.capture(Some(capture))))
}

/// Ends the capture of a server, when everything is in the file.
///
/// @param self the server
/// @return whether everything is; false as well where there is no capture
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_stopCapture(self_: IedServer) -> CBool {
    with(self_, |object| object.server.capture(None).into())
}

fn start(filename: *const c_char, begin: impl FnOnce(Arc<Capture>) -> bool) -> CBool {
    // SAFETY: NULL or a C string.
    let Some(name) = (unsafe { text::bytes(filename) }) else { return CBool::FALSE };
    let path = Path::new(OsStr::from_bytes(name));
    match Capture::create(path) {
        Ok(capture) => {
            begin(capture);
            CBool::TRUE
        }
        Err(error) => {
            tracing::error!(%error, "no capture to {}", path.display());
            CBool::FALSE
        }
    }
}
