//! Callbacks: in order per connection, on a pool thread (or inside tick), with no lock of this crate held.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::pool;
use super::sync::{Condvar, Mutex, MutexGuard, of_thread};

/// Callbacks that may wait before no more reports are read: at most as many PDUs are kept.
const CONGESTED: usize = if cfg!(shuttle) { 4 } else { 1000 };

/// Callbacks after which what they have put off is done.
const BATCH: usize = if cfg!(shuttle) { 2 } else { 32 };

/// One call into the user's code.
pub type Job = Box<dyn FnOnce() + Send>;

/// The callback queue of one connection.
pub struct Dispatch {
    state: Mutex<State>,
    idle: Condvar,
    manual: bool,
    /// Told when a congested queue has got shorter.
    relief: Notify,
}

struct State {
    jobs: VecDeque<Job>,
    running: bool,
    /// Who reads has more to queue: no thread is started yet.
    held: u32,
}

/// While this lives, callbacks only queue up: a thread that is woken for the first of a batch would only get in the way
/// of the rest.
pub(super) struct Batch<'d>(&'d Arc<Dispatch>);

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        state.held -= 1;
        self.0.start(state);
    }
}

/// What can be put off until the callbacks have run that wait behind the present one.
pub(super) trait PutOff {
    /// Does it.
    fn catch_up(self: Arc<Self>);
}

/// Puts something off; for the thread of a callback ([`Dispatch::goes_on`]).
pub(super) fn put_off(what: Arc<dyn PutOff>) {
    PUT_OFF.with(|put_off| put_off.borrow_mut().push(what));
}

/// Returns whether there was anything.
fn catch_up() -> bool {
    let put_off = PUT_OFF.with(RefCell::take);
    let any = !put_off.is_empty();
    put_off.into_iter().for_each(PutOff::catch_up);
    any
}

/// Whether the calling thread is inside a callback.
pub(super) fn in_callback() -> bool {
    CURRENT.with(|current| !current.borrow().is_empty())
}

of_thread! {
    /// The queues whose callback is on this thread's stack, innermost last.
    CURRENT: RefCell<Vec<*const Dispatch>> = RefCell::new(Vec::new());
    PUT_OFF: RefCell<Vec<Arc<dyn PutOff>>> = RefCell::new(Vec::new());
}

impl Dispatch {
    /// With `manual`, jobs wait for [`Dispatch::run`] (thread-less mode); otherwise a pool thread takes them.
    pub fn new(manual: bool) -> Arc<Self> {
        let state = State { jobs: VecDeque::new(), running: false, held: 0 };
        Arc::new(Self { state: Mutex::new(state), idle: Condvar::new(), manual, relief: Notify::new() })
    }

    /// Queues a callback.
    pub fn push(self: &Arc<Self>, job: Job) {
        let mut state = self.state.lock();
        state.jobs.push_back(job);
        self.start(state);
    }

    fn start(self: &Arc<Self>, mut state: MutexGuard<'_, State>) {
        if !state.running && !self.manual && state.held == 0 && !state.jobs.is_empty() {
            state.running = true;
            drop(state);
            let this = Arc::clone(self);
            pool::run(move || this.drain());
        }
    }

    /// Callbacks that are queued from now on wait for the end of the batch, if none runs already.
    pub(super) fn batch(self: &Arc<Self>) -> Batch<'_> {
        self.state.lock().held += 1;
        Batch(self)
    }

    /// Whether callbacks run or wait.
    pub(super) fn is_busy(&self) -> bool {
        let state = self.state.lock();
        state.running || !state.jobs.is_empty()
    }

    /// Whether the calling thread is inside a callback after which another one waits.
    pub(super) fn goes_on(&self) -> bool {
        !self.manual && self.is_current() && !self.state.lock().jobs.is_empty()
    }

    /// Whether so many callbacks wait that no more should be made.
    pub fn is_congested(&self) -> bool {
        self.state.lock().jobs.len() >= CONGESTED
    }

    /// Returns when a congested queue has got shorter; maybe earlier.
    pub(super) async fn relieved(&self) {
        self.relief.notified().await;
    }

    /// Thread-less mode: runs what is queued, on the caller's thread. Returns whether there was anything.
    pub fn run(&self) -> bool {
        let mut state = self.state.lock();
        if state.running || state.jobs.is_empty() {
            return false;
        }
        state.running = true;
        drop(state);
        self.drain();
        true
    }

    fn drain(&self) {
        let depth = CURRENT.with(|current| {
            let mut current = current.borrow_mut();
            current.push(std::ptr::from_ref(self));
            current.iter().filter(|&&queue| std::ptr::eq(queue, self)).count()
        });
        let mut done = 0_usize;
        loop {
            if done.is_multiple_of(BATCH) {
                catch_up();
            }
            let job = {
                let mut state = self.state.lock();
                match state.jobs.pop_front() {
                    Some(job) => {
                        if state.jobs.len() == CONGESTED / 2 {
                            self.relief.notify_one();
                        }
                        job
                    }
                    // What is queued while the lock is not held starts no thread: this one is still running.
                    None if MutexGuard::unlocked(&mut state, catch_up) || !state.jobs.is_empty() => continue,
                    None => {
                        // The outermost drain says so: a nested one still is inside a callback.
                        state.running = depth > 1;
                        break;
                    }
                }
            };
            if catch_unwind(AssertUnwindSafe(job)).is_err() {
                tracing::error!("panic in a callback");
            }
            done += 1;
        }
        CURRENT.with(|current| current.borrow_mut().pop());
        self.idle.notify_all();
    }

    /// Whether the calling thread is inside a callback of this queue.
    pub fn is_current(&self) -> bool {
        CURRENT.with(|current| current.borrow().iter().any(|&queue| std::ptr::eq(queue, self)))
    }

    /// Returns when all callbacks queued so far have run, after `patience` at the latest: then false. Inside a callback
    /// of this queue, and in thread-less mode unless another thread is in one, runs them on the calling thread.
    pub fn settle(&self, patience: Duration) -> bool {
        if self.is_current() {
            self.drain();
            return true;
        }
        let deadline = Instant::now() + patience;
        if !self.manual {
            pool::retry();
        }
        let mut state = self.state.lock();
        while state.running || !state.jobs.is_empty() {
            if self.manual && !state.running {
                MutexGuard::unlocked(&mut state, || self.run());
            } else if self.idle.wait_until(&mut state, deadline).timed_out() {
                return !state.running && state.jobs.is_empty();
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn callbacks_run_in_order_and_settle_waits_for_all() {
        let queue = Dispatch::new(false);
        let (send, receive) = mpsc::channel();
        for i in 0..1000 {
            let send = send.clone();
            queue.push(Box::new(move || send.send(i).unwrap()));
        }
        assert!(queue.settle(Duration::from_secs(10)));
        assert!(receive.try_iter().eq(0..1000));
    }

    #[test]
    fn too_many_callbacks_that_wait_are_congestion_until_they_have_run() {
        let queue = Dispatch::new(true);
        for _ in 0..CONGESTED {
            assert!(!queue.is_congested());
            queue.push(Box::new(|| {}));
        }
        assert!(queue.is_congested());
        queue.run();
        assert!(!queue.is_congested());
    }

    #[test]
    fn what_is_queued_while_the_last_callback_returns_is_not_forgotten() {
        let queue = Dispatch::new(false);
        let (send, receive) = mpsc::channel();
        for number in 0..100_000 {
            let send = send.clone();
            queue.push(Box::new(move || send.send(number).unwrap()));
            assert_eq!(receive.recv_timeout(Duration::from_secs(10)), Ok(number));
        }
    }

    #[test]
    fn a_callback_may_queue_and_settle_its_own_queue() {
        let queue = Dispatch::new(false);
        let (send, receive) = mpsc::channel();
        let inner = Arc::clone(&queue);
        queue.push(Box::new(move || {
            let again = send.clone();
            inner.push(Box::new(move || again.send(2).unwrap()));
            assert!(inner.settle(Duration::from_secs(10)));
            send.send(1).unwrap();
        }));
        assert_eq!(receive.recv().unwrap(), 2);
        assert_eq!(receive.recv().unwrap(), 1);
    }

    #[test]
    fn without_threads_settle_waits_for_the_callback_that_another_thread_is_in() {
        let queue = Dispatch::new(true);
        let (enter, entered) = mpsc::channel();
        let (leave, left) = mpsc::channel();
        let (send, receive) = mpsc::channel();
        let last = send.clone();
        queue.push(Box::new(move || {
            enter.send(()).unwrap();
            left.recv().unwrap();
            send.send(1).unwrap();
        }));
        queue.push(Box::new(move || last.send(2).unwrap()));
        let ticking = Arc::clone(&queue);
        let tick = std::thread::spawn(move || ticking.run());
        entered.recv().unwrap();
        assert!(!queue.settle(Duration::from_millis(10)), "it is still in there");
        let settling = Arc::clone(&queue);
        let settle = std::thread::spawn(move || {
            let settled = settling.settle(Duration::from_secs(10));
            (settled, receive.try_iter().collect::<Vec<_>>())
        });
        leave.send(()).unwrap();
        assert_eq!(settle.join().unwrap(), (true, vec![1, 2]));
        assert!(tick.join().unwrap());
    }

    #[test]
    fn a_panicking_callback_does_not_stop_the_queue() {
        let queue = Dispatch::new(true);
        let (send, receive) = mpsc::channel();
        queue.push(Box::new(|| panic!("expected by the test")));
        queue.push(Box::new(move || send.send(()).unwrap()));
        assert!(queue.run());
        assert!(receive.try_recv().is_ok());
        assert!(!queue.run());
    }
}
