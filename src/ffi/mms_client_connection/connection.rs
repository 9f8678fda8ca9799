//! Parameters of an MMS connection. The only connections there are belong to an IedConnection, see
//! IedConnection_getMmsConnection.

use std::collections::HashMap;
use std::ffi::c_int;
use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;

use super::{MmsConnection, MmsConnectionParameters};
use crate::ffi::support::handles::Registry;
use crate::ffi::support::{Fallback, guard};
use crate::iec61850::Client;

/// Smallest PDU size that can be proposed.
const MIN_LOCAL_DETAIL: i32 = 64;

/// The MMS handles of ACSI connections.
static BORROWED: LazyLock<Registry<Client>> = LazyLock::new(Registry::default);
/// From the address of a client to its MMS handle.
static HANDLES: LazyLock<Mutex<HashMap<usize, usize>>> = LazyLock::new(Mutex::default);

/// The MMS handle of a client, the same at each call.
pub(crate) fn borrow(client: &Arc<Client>) -> MmsConnection {
    let address = Arc::as_ptr(client) as usize;
    *HANDLES
        .lock()
        .entry(address)
        .or_insert_with(|| BORROWED.insert::<super::sMmsConnection>(Arc::clone(client)) as usize)
        as MmsConnection
}

/// Ends the MMS handle of a client, if it ever had one.
pub(crate) fn give_back(client: &Arc<Client>) {
    let handle = HANDLES.lock().remove(&(Arc::as_ptr(client) as usize));
    if let Some(handle) = handle {
        BORROWED.remove(handle as MmsConnection);
    }
}

fn with<R: Fallback>(connection: MmsConnection, f: impl FnOnce(&Client) -> R) -> R {
    guard(|| BORROWED.get(connection).map_or_else(R::fallback, |client| f(&client)))
}

/// Sets how long the answer of a request may take, from the next request on.
///
/// @param self the connection
/// @param timeoutInMs the time in ms
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setRequestTimeout(self_: MmsConnection, timeoutInMs: u32) {
    with(self_, |client| client.set_request_timeout(timeoutInMs));
}

/// How long the answer of a request may take.
///
/// @param self the connection
/// @return the time in ms; 0 for no connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getRequestTimeout(self_: MmsConnection) -> u32 {
    with(self_, Client::request_timeout_ms)
}

/// Sets the largest MMS PDU that the next connect proposes (localDetail of ISO 9506-2).
///
/// @param self the connection
/// @param localDetail octets; less than 64 counts as 64
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_setLocalDetail(self_: MmsConnection, localDetail: i32) {
    with(self_, |client| {
        client
            .configure(|settings| settings.config.mms.local_detail = Some(localDetail.max(MIN_LOCAL_DETAIL)));
    });
}

/// The largest MMS PDU that the next connect proposes.
///
/// @param self the connection
/// @return octets; 0 for no connection
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getLocalDetail(self_: MmsConnection) -> i32 {
    with(self_, |client| client.settings().config.mms.local_detail.unwrap_or(0))
}

/// What was negotiated with the server (ISO 9506-2, Initiate).
///
/// @param self the connection
/// @return the parameters of the current or last association; all 0 when there was none
#[unsafe(no_mangle)]
pub extern "C" fn MmsConnection_getMmsConnectionParameters(self_: MmsConnection) -> MmsConnectionParameters {
    with(self_, |client| {
        let Some(negotiated) = client.negotiated() else { return Fallback::fallback() };
        let mut services = [0; 11];
        services.iter_mut().zip(&negotiated.peer.services.0).for_each(|(to, from)| *to = *from);
        MmsConnectionParameters {
            maxServOutstandingCalling: negotiated.max_calling.into(),
            maxServOutstandingCalled: negotiated.max_called.into(),
            dataStructureNestingLevel: negotiated.nesting.into(),
            maxPduSize: c_int::try_from(negotiated.max_pdu).unwrap_or(c_int::MAX),
            servicesSupported: services,
        }
    })
}

impl Fallback for MmsConnectionParameters {
    fn fallback() -> Self {
        Self {
            maxServOutstandingCalling: 0,
            maxServOutstandingCalled: 0,
            dataStructureNestingLevel: 0,
            maxPduSize: 0,
            servicesSupported: [0; 11],
        }
    }
}
