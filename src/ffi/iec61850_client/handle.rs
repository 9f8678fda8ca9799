//! From the handle to the client, and from the core's result to C's.

use std::sync::{Arc, LazyLock};

use super::{IedClientError, IedConnection};
use crate::error::{Error, Result};
use crate::ffi::mms_client_connection::give_back;
use crate::ffi::support::errors::client_error_number;
use crate::ffi::support::handles::Registry;
use crate::ffi::support::out::Out;
use crate::ffi::support::{Fallback, guard, text};
use crate::iec61850::Client;

/// `IED_ERROR_OK`
pub(super) const OK: IedClientError = crate::ffi::enums::IedClientError::IED_ERROR_OK as IedClientError;
/// `IED_ERROR_UNKNOWN`, also what stays in `error` after a panic.
const UNKNOWN: IedClientError = crate::ffi::enums::IedClientError::IED_ERROR_UNKNOWN as IedClientError;

static CONNECTIONS: LazyLock<Registry<Client>> = LazyLock::new(Registry::default);

/// A handle for a new client.
pub(super) fn publish(client: Arc<Client>) -> IedConnection {
    CONNECTIONS.insert(client)
}

/// Ends a handle.
pub(super) fn withdraw(connection: IedConnection) -> Option<Arc<Client>> {
    let client = CONNECTIONS.remove(connection)?;
    give_back(client.connection());
    Some(client)
}

/// The client behind a handle.
pub(in crate::ffi) fn client(connection: IedConnection) -> Option<Arc<Client>> {
    CONNECTIONS.get(connection)
}

/// Runs `f` on the client behind a handle; the type's fallback for a handle that is none.
pub(super) fn with<R: Fallback>(connection: IedConnection, f: impl FnOnce(&Arc<Client>) -> R) -> R {
    guard(|| client(connection).map_or_else(R::fallback, |client| f(&client)))
}

/// Runs a service on the client behind a handle; stores its error, and returns its result or the type's fallback.
pub(super) fn service<R: Fallback>(
    connection: IedConnection,
    error: *mut IedClientError,
    f: impl FnOnce(&Arc<Client>) -> Result<R>,
) -> R {
    let error = Out::new(error);
    error.set(UNKNOWN);
    guard(|| {
        let client = client(connection).ok_or(Error::InvalidArgument("no connection handle"));
        match client.and_then(|client| f(&client)) {
            Ok(result) => {
                error.set(OK);
                result
            }
            Err(failure) => {
                error.set(client_error_number(&failure));
                R::fallback()
            }
        }
    })
}

/// The error code of an outcome.
pub(super) fn code<R>(outcome: &Result<R>) -> IedClientError {
    outcome.as_ref().map_or_else(client_error_number, |_| OK)
}

/// A required string argument.
pub(super) fn required<'a>(argument: *const std::ffi::c_char) -> Result<&'a [u8]> {
    // SAFETY: C passes NULL or a NUL-terminated string that stays valid during the call.
    unsafe { text::bytes(argument) }.ok_or(Error::InvalidArgument("NULL string"))
}
