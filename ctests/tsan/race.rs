//! Races put in on purpose, which `run.py` has to find with the suppressions that the tests run with. Each is a test of its own, run
//! in a process of its own; `sound_…` have none. What the threads hand each other here is Relaxed, which orders nothing.

use std::cell::UnsafeCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

struct Shared(UnsafeCell<u64>);

unsafe impl Sync for Shared {}

static SHARED: Shared = Shared(UnsafeCell::new(0));
static THERE: AtomicUsize = AtomicUsize::new(0);

fn write() {
    unsafe { *SHARED.0.get() += 1 }
}

/// Returns when so many threads are here.
fn meet(count: usize) {
    THERE.fetch_add(1, Ordering::Relaxed);
    while THERE.load(Ordering::Relaxed) < count {
        thread::yield_now();
    }
}

fn two(work: fn()) {
    let both = [thread::spawn(work), thread::spawn(work)];
    both.into_iter().for_each(|one| one.join().unwrap());
}

#[test]
fn plain() {
    two(|| (0..100).for_each(|_| write()));
}

struct Writes(#[allow(dead_code)] u64);

impl Drop for Writes {
    fn drop(&mut self) {
        write();
    }
}

#[test]
fn drop_of_what_an_arc_holds() {
    two(|| drop(Arc::new(Writes(1))));
}

struct Reads(&'static Shared);

impl Drop for Reads {
    fn drop(&mut self) {
        meet(2);
        unsafe { *self.0.0.get() += 1 }
    }
}

/// An owner goes on writing after it has given up its share.
#[test]
fn drop_of_the_last_owner() {
    let first = Arc::new(Reads(&SHARED));
    let second = Arc::clone(&first);
    let other = thread::spawn(move || {
        drop(second);
        meet(2);
        write();
    });
    // until the other share is gone
    while Arc::strong_count(&first) > 1 {
        thread::yield_now();
    }
    drop(first);
    other.join().unwrap();
}

#[test]
fn body_one() {
    meet(2);
    write();
}

#[test]
fn body_two() {
    meet(2);
    write();
}

type Job = Box<dyn FnOnce() + Send>;

fn run(jobs: mpsc::Receiver<Job>) {
    jobs.into_iter().for_each(|job| drop(catch_unwind(AssertUnwindSafe(job))));
}

fn pool(work: fn()) {
    let pools = [(); 2].map(|()| {
        let (send, receive) = mpsc::channel::<Job>();
        send.send(Box::new(work)).unwrap();
        (send, thread::spawn(move || run(receive)))
    });
    for (send, thread) in pools {
        drop(send);
        thread.join().unwrap();
    }
}

#[test]
fn job() {
    pool(write);
}

#[test]
fn job_that_panics() {
    pool(|| {
        write();
        panic!("expected by the test");
    });
}

/// Between the ends of a channel: what is written behind `send` is not handed over.
#[test]
fn behind_send() {
    let (send, receive) = mpsc::channel();
    let other = thread::spawn(move || {
        send.send(()).unwrap();
        meet(2);
        write();
    });
    receive.recv().unwrap();
    meet(2);
    write();
    other.join().unwrap();
}

#[test]
fn sound_arc() {
    for _ in 0..100 {
        let (first, written) = (Arc::new((UnsafeCell::new(0_u64), Vec::from([1]))), Arc::new(()));
        struct Sent<T>(T);
        unsafe impl<T> Send for Sent<T> {}
        let second = Sent((Arc::clone(&first), written));
        let other = thread::spawn(move || {
            let Sent((second, written)) = { second };
            unsafe { *second.0.get() += 1 };
            drop((second, written));
        });
        drop(first);
        other.join().unwrap();
    }
}
