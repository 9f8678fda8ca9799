//! Handlers of asynchronous calls: each that a call has started is called once.

use std::ffi::c_int;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::c::{self, Handle};
use crate::own;

/// What a handler gets as its parameter.
pub struct Promise {
    called: AtomicU32,
    /// Asked in the handler when there is one: handlers may call anything.
    con: Handle,
    started: bool,
}

#[derive(Default)]
pub struct Promises(Vec<Box<Promise>>);

impl Promises {
    /// `call` gets the parameter and where its error goes.
    pub fn start(&mut self, con: Handle, call: impl FnOnce(Handle, c::Out) -> u32) {
        let promise = Box::new(Promise { called: AtomicU32::new(0), con, started: false });
        let parameter = std::ptr::from_ref(&*promise).cast_mut().cast();
        self.0.push(promise);
        let mut error = -1;
        call(parameter, &raw mut error);
        self.0.last_mut().unwrap().started = error == 0;
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// To be called when all connections are destroyed: nothing is left to be called.
    pub fn check(&self) {
        let start = Instant::now();
        for (number, promise) in self.0.iter().enumerate() {
            // a connection may just be destroyed in a handler of its own
            while promise.started
                && promise.called.load(Ordering::SeqCst) == 0
                && start.elapsed() < Duration::from_secs(2)
            {
                std::thread::sleep(Duration::from_millis(1));
            }
            assert_eq!(promise.called.load(Ordering::SeqCst), u32::from(promise.started), "handler {number}");
        }
    }
}

fn called(parameter: Handle) {
    // SAFETY: alive until all connections are destroyed.
    let (counter, con) = unsafe {
        let promise = parameter.cast::<Promise>();
        (&(*promise).called, (*promise).con)
    };
    if !con.is_null() {
        let mut error = -1;
        // SAFETY: a handle, alive or not.
        let value = unsafe { c::IedConnection_readInt32Value(con, &raw mut error, own::STEADY.as_ptr(), 0) };
        assert!(error != 0 || value == own::STEADY_VALUE);
    }
    counter.fetch_add(1, Ordering::SeqCst);
}

pub extern "C" fn ended(_: u32, parameter: Handle, _: c_int) {
    called(parameter);
}

pub extern "C" fn action(_: u32, parameter: Handle, _: c_int, _: c_int, _: bool) {
    called(parameter);
}

pub extern "C" fn value(_: u32, parameter: Handle, _: c_int, value: Handle) {
    // SAFETY: the handler's own, as below.
    unsafe { c::MmsValue_delete(value) };
    called(parameter);
}

pub extern "C" fn specification(_: u32, parameter: Handle, _: c_int, spec: Handle) {
    // SAFETY: as above.
    unsafe { c::MmsVariableSpecification_destroy(spec) };
    called(parameter);
}

pub extern "C" fn data_set(_: u32, parameter: Handle, _: c_int, set: Handle) {
    // SAFETY: as above.
    unsafe { c::ClientDataSet_destroy(set) };
    called(parameter);
}

pub extern "C" fn report_block(_: u32, parameter: Handle, _: c_int, block: Handle) {
    // SAFETY: as above.
    unsafe { c::ClientReportControlBlock_destroy(block) };
    called(parameter);
}

pub extern "C" fn names(_: u32, parameter: Handle, _: c_int, list: Handle, _: bool) {
    // SAFETY: as above.
    unsafe { c::LinkedList_destroy(list) };
    called(parameter);
}

pub extern "C" fn entries(_: u32, parameter: Handle, _: c_int, list: Handle, _: bool) {
    // SAFETY: as above.
    unsafe { c::LinkedList_destroyDeep(list, Some(c::MmsJournalEntry_destroy)) };
    called(parameter);
}

pub extern "C" fn piece(
    _: u32,
    parameter: Handle,
    error: c_int,
    _: u32,
    octets: *mut u8,
    count: u32,
    more: bool,
) -> bool {
    if error == 0 && !octets.is_null() {
        // SAFETY: as many octets as the library says.
        let octets = unsafe { std::slice::from_raw_parts(octets, count as usize) };
        std::hint::black_box(octets.iter().fold(0u8, |sum, octet| sum.wrapping_add(*octet)));
    }
    if error != 0 || !more {
        called(parameter);
    }
    true
}
