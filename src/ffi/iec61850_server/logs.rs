//! Logs: the core's storage on the function table of an application.

use std::ffi::{CString, c_char, c_int, c_void};

use super::object::with;
use super::types::IedServer;
use crate::ffi::logging_api::{LogStorage, sLogStorage};
use crate::ffi::support::callback::Context;
use crate::ffi::support::{BoolArg, CBool, text};
use crate::server::log::{self, Bounds, LogVisitor};

/// Gives a log its storage, which must live as long as the server. Without one, nothing is logged.
///
/// @param logRef the reference of the log: `LD/LN$log`
#[unsafe(no_mangle)]
pub extern "C" fn IedServer_setLogStorage(self_: IedServer, logRef: *const c_char, logStorage: LogStorage) {
    with(self_, |object| {
        // SAFETY: NULL or a C string.
        let reference = unsafe { text::bytes(logRef) };
        let (Some(reference), false) = (reference, logStorage.is_null()) else { return };
        let storage = std::sync::Arc::new(Table(Context::new(logStorage, std::ptr::null_mut())));
        if !object.core().set_log_storage(reference, storage) {
            tracing::warn!(log = %reference.escape_ascii(), "a storage for a log that is not there");
        }
    });
}

/// The function table of an application.
struct Table(Context<sLogStorage>);

impl Table {
    fn table(&self) -> &sLogStorage {
        // SAFETY: not NULL, and C promises that it lives as long as the server.
        unsafe { &*self.0.object() }
    }
}

impl log::LogStorage for Table {
    fn add_entry(&self, time: u64) -> u64 {
        // SAFETY: C's contract for the function.
        self.table().addEntry.map_or(0, |add| unsafe { add(self.0.object(), time) })
    }

    fn add_data(&self, entry: u64, reference: &[u8], data: &[u8], reason: u8) {
        let Some(add) = self.table().addEntryData else { return };
        let reference = CString::new(reference).unwrap_or_default();
        // C's type is not const, and the function may write to what it gets
        let mut data = data.to_vec();
        let size = c_int::try_from(data.len()).unwrap_or(0);
        // SAFETY: C's contract for the function.
        let added =
            unsafe { add(self.0.object(), entry, reference.as_ptr(), data.as_mut_ptr(), size, reason) };
        if !added.get() {
            tracing::warn!(entry, "the storage of a log does not take a value");
        }
    }

    fn entries(&self, from: u64, to: u64, visitor: &mut dyn LogVisitor) {
        let Some(get) = self.table().getEntries else { return };
        let mut visit = Visit(visitor);
        // SAFETY: C's contract for the function; the visitor lives until it returns.
        unsafe { get(self.0.object(), from, to, Some(on_entry), Some(on_data), (&raw mut visit).cast()) };
    }

    fn entries_after(&self, time: u64, entry: u64, visitor: &mut dyn LogVisitor) {
        let Some(get) = self.table().getEntriesAfter else { return };
        let mut visit = Visit(visitor);
        // SAFETY: C's contract for the function; the visitor lives until it returns.
        unsafe { get(self.0.object(), time, entry, Some(on_entry), Some(on_data), (&raw mut visit).cast()) };
    }

    fn bounds(&self) -> Option<Bounds> {
        let get = self.table().getOldestAndNewestEntries?;
        let (mut newest, mut oldest) = ((0, 0), (0, 0));
        // SAFETY: C's contract for the function; all pointers are live during the call.
        let any = unsafe {
            get(self.0.object(), &raw mut newest.0, &raw mut newest.1, &raw mut oldest.0, &raw mut oldest.1)
        };
        any.get().then_some(Bounds { oldest, newest })
    }
}

/// Who looks at entries, behind C's `parameter`.
struct Visit<'v>(&'v mut dyn LogVisitor);

unsafe extern "C" fn on_entry(parameter: *mut c_void, time: u64, entry: u64, more: CBool) -> BoolArg {
    // SAFETY: what `entries` passed, which lives.
    let visit = unsafe { &mut *parameter.cast::<Visit<'_>>() };
    (more == CBool::TRUE && visit.0.entry(entry, time)).into()
}

unsafe extern "C" fn on_data(
    parameter: *mut c_void,
    reference: *const c_char,
    data: *mut u8,
    size: c_int,
    reason: u8,
    more: CBool,
) -> BoolArg {
    // SAFETY: what `entries` passed, which lives; a C string and this many octets, or NULL at the end.
    unsafe {
        let visit = &mut *parameter.cast::<Visit<'_>>();
        let (Some(reference), Ok(size), false) =
            (text::bytes(reference), usize::try_from(size), data.is_null())
        else {
            return (more == CBool::TRUE).into();
        };
        if more != CBool::TRUE {
            return false.into();
        }
        visit.0.data(reference, std::slice::from_raw_parts(data, size), reason).into()
    }
}
