//! hal_thread.h: threads and semaphores for C programs. The library itself does not use them.

use std::collections::HashSet;
use std::ffi::{c_int, c_void};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::support::{BoolArg, get, guard};

/// What a thread runs.
pub type ThreadExecutionFunction = Option<unsafe extern "C" fn(arg1: *mut c_void) -> *mut c_void>;

/// A thread.
pub struct sThread {
    function: unsafe extern "C" fn(*mut c_void) -> *mut c_void,
    parameter: usize,
    autodestroy: bool,
    running: Mutex<Option<JoinHandle<()>>>,
}

/// A thread.
pub type Thread = *mut sThread;
/// A counting semaphore.
pub type Semaphore = *mut c_void;

/// Threads that exist: destroying one twice, or one that destroyed itself, must do nothing.
static THREADS: Mutex<Option<HashSet<usize>>> = Mutex::new(None);

/// Takes the thread out of the list of those that exist; `None` if it is not there (any more).
fn take(thread: Thread) -> Option<Box<sThread>> {
    let known = THREADS.lock().as_mut().is_some_and(|threads| threads.remove(&thread.addr()));
    // SAFETY: it was in the list, so it is a live Box, and nobody else can take it now.
    known.then(|| unsafe { Box::from_raw(thread) })
}

/// Makes a thread that will call `function(parameter)` once started. With `autodestroy` it destroys itself when the
/// function returns; otherwise call `Thread_destroy`. NULL without a function.
#[unsafe(no_mangle)]
pub extern "C" fn Thread_create(
    function: ThreadExecutionFunction,
    parameter: *mut c_void,
    autodestroy: BoolArg,
) -> Thread {
    guard(|| {
        let Some(function) = function else { return std::ptr::null_mut() };
        let thread = Box::into_raw(Box::new(sThread {
            function,
            parameter: parameter.expose_provenance(),
            autodestroy: autodestroy.get(),
            running: Mutex::new(None),
        }));
        THREADS.lock().get_or_insert_default().insert(thread.addr());
        thread
    })
}

/// Starts the thread; starting it again does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn Thread_start(thread: Thread) {
    get(thread, |this| {
        let mut running = this.running.lock();
        if running.is_some() {
            return;
        }
        let (function, parameter, autodestroy) = (this.function, this.parameter, this.autodestroy);
        let own = thread.expose_provenance();
        let spawned = std::thread::Builder::new().spawn(move || {
            // SAFETY: the caller's function with the caller's parameter.
            unsafe { function(std::ptr::with_exposed_provenance_mut(parameter)) };
            if autodestroy {
                let thread: Thread = std::ptr::with_exposed_provenance_mut(own);
                drop(take_when_started(thread));
            }
        });
        match spawned {
            Ok(handle) => *running = Some(handle),
            Err(error) => tracing::error!(%error, "cannot start a thread"),
        }
    });
}

/// Like [`take`], but lets `Thread_start` finish with the thread first.
fn take_when_started(thread: Thread) -> Option<Box<sThread>> {
    let taken = take(thread)?;
    drop(taken.running.lock());
    Some(taken)
}

/// Waits for the thread to end, if it was started, and frees it. Called by the thread itself it does not wait.
/// Threads with `autodestroy` free themselves. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn Thread_destroy(thread: Thread) {
    guard(|| {
        let Some(taken) = take(thread) else { return };
        let handle = taken.running.lock().take();
        if let Some(handle) = handle.filter(|handle| handle.thread().id() != std::thread::current().id()) {
            // The function is C's and cannot panic; there is no result to look at.
            let _ = handle.join();
        }
    });
}

/// Suspends the calling thread for that many milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn Thread_sleep(millies: c_int) {
    guard(|| std::thread::sleep(Duration::from_millis(u64::try_from(millies).unwrap_or(0))));
}

struct Counter {
    value: Mutex<i64>,
    posted: Condvar,
}

/// Makes a counting semaphore with that many units available.
#[unsafe(no_mangle)]
pub extern "C" fn Semaphore_create(initialValue: c_int) -> Semaphore {
    guard(|| {
        let counter = Counter { value: Mutex::new(initialValue.into()), posted: Condvar::new() };
        Box::into_raw(Box::new(counter)).cast()
    })
}

/// Takes a unit, waiting until there is one.
#[unsafe(no_mangle)]
pub extern "C" fn Semaphore_wait(self_: Semaphore) {
    get(self_.cast::<Counter>(), |semaphore| {
        let mut value = semaphore.value.lock();
        semaphore.posted.wait_while(&mut value, |value| *value <= 0);
        *value -= 1;
    });
}

/// Gives a unit back and wakes one waiting thread.
#[unsafe(no_mangle)]
pub extern "C" fn Semaphore_post(self_: Semaphore) {
    get(self_.cast::<Counter>(), |semaphore| {
        // Waking under the lock: the woken thread may destroy the semaphore as soon as it gets the lock.
        let mut value = semaphore.value.lock();
        *value += 1;
        semaphore.posted.notify_one();
    });
}

/// Frees the semaphore, which no thread may be waiting for. NULL is nothing.
#[unsafe(no_mangle)]
pub extern "C" fn Semaphore_destroy(self_: Semaphore) {
    guard(|| {
        if !self_.is_null() {
            // SAFETY: a live semaphore of Semaphore_create, not used afterwards.
            drop(unsafe { Box::from_raw(self_.cast::<Counter>()) });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    unsafe extern "C" fn post(semaphore: *mut c_void) -> *mut c_void {
        Semaphore_post(semaphore);
        semaphore
    }

    #[test]
    fn threads_run_once_and_are_joined() {
        let semaphore = Semaphore_create(0);
        let on = |value| {
            // SAFETY: a BoolArg is one octet.
            unsafe { std::mem::transmute::<bool, BoolArg>(value) }
        };
        let thread = Thread_create(Some(post), semaphore, on(false));
        Thread_start(thread);
        Thread_start(thread);
        Semaphore_wait(semaphore);
        Thread_destroy(thread);
        Thread_destroy(thread);
        let alone = Thread_create(Some(post), semaphore, on(true));
        Thread_start(alone);
        Semaphore_wait(semaphore);
        Thread_destroy(Thread_create(Some(post), semaphore, on(false)));
        assert!(Thread_create(None, semaphore, on(false)).is_null());
        Thread_sleep(1);
        Semaphore_destroy(semaphore);
    }
}
