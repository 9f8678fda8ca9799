//! Requests ahead of what the program asks for.

use crate::ffi::iec61850_client::{IedConnection, client_of};
use crate::ffi::support::{BoolArg, guard};

/// Allows or forbids requests ahead of what the program asks for, within the negotiated number of outstanding calls (allowed
/// from the start): IedConnection_getFile asks for up to three further parts of a file while it hands one over, and who asks
/// IedConnection_getVariableSpecification for one variable after the other, in the order of a model that was fetched, finds the
/// next types on their way. Results are the same either way. To be forbidden for devices that cannot have several requests, and
/// for captures of files: Wireshark takes a request amid the TPDUs of an answer for a part of it.
///
/// @param self the connection
/// @param allowed false: there is never more than the one request that the program waits for
#[unsafe(no_mangle)]
pub extern "C" fn IedConnection_setLookAhead(self_: IedConnection, allowed: BoolArg) {
    guard(|| {
        if let Some(client) = client_of(self_) {
            client.set_looks_ahead(allowed.get());
        }
    });
}
