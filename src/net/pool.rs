//! The threads that callbacks run on, for as long as these like to block.
//!
//! Not those of tokio: a thread that these wake finds their lock taken and goes to sleep again, which costs as much as a
//! callback (measured with asynchronous reads).

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::sync::{Condvar, Mutex, later, thread};

/// How long a thread without work stays.
const IDLE: Duration = Duration::from_secs(10);
/// Jobs that may block at the same time before others wait for one of them.
const THREADS: usize = if cfg!(shuttle) { 3 } else { 512 };
/// How soon the system is asked again for a thread that it refused.
const AGAIN: Duration = Duration::from_millis(100);

type Job = Box<dyn FnOnce() + Send>;

/// Threads that come with the work and go without.
#[derive(Default)]
struct Pool {
    state: Mutex<State>,
    work: Condvar,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    threads: usize,
    /// Threads that wait for work, or are about to look for it.
    idle: usize,
    /// The system has refused a thread and will be asked again.
    retrying: bool,
}

#[cfg(not(shuttle))]
fn pool() -> &'static Pool {
    static POOL: std::sync::OnceLock<Pool> = std::sync::OnceLock::new();
    POOL.get_or_init(Pool::default)
}

/// One for each run of a model.
#[cfg(shuttle)]
fn pool() -> &'static Pool {
    shuttle::lazy_static! {
        static ref POOL: &'static Pool = Box::leak(Box::default());
    }
    *POOL
}

/// Returns when all threads have gone; nothing may be left then.
#[cfg(all(test, shuttle))]
pub(super) fn assert_left_in_order() {
    loop {
        let state = pool().state.lock();
        assert!(state.idle <= state.threads && state.threads <= THREADS);
        if state.threads == 0 {
            assert!(state.idle == 0 && state.jobs.is_empty());
            return;
        }
        drop(state);
        shuttle::thread::yield_now();
    }
}

/// Runs `job` on a thread of its own for as long as it takes; later, when the system has no thread now.
pub(super) fn run(job: impl FnOnce() + Send + 'static) {
    pool().push(Box::new(job));
}

/// [`run`] unless there is no thread and none to be had.
pub(super) fn try_run(job: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let pool = pool();
    if let Err(error) = pool.start_if_wanted(1) {
        // another job may count on the thread that did not come
        pool.start_or_wait();
        if pool.state.lock().threads == 0 {
            return Err(error);
        }
    }
    pool.push(Box::new(job));
    Ok(())
}

/// Jobs may wait for a thread that the system has refused: asks it again.
pub(super) fn retry() {
    pool().start_or_wait();
}

impl Pool {
    fn push(&'static self, job: Job) {
        let mut state = self.state.lock();
        state.jobs.push_back(job);
        let (idle, retrying) = (state.jobs.len() <= state.idle, state.retrying);
        // Not with the lock held: who wakes up needs it.
        drop(state);
        if idle {
            self.work.notify_one();
        } else if !retrying {
            self.start_or_wait();
        }
    }

    /// Starts threads if there is work for them; if the system refuses them now, later. It is asked again once at a time, however
    /// much comes in meanwhile.
    fn start_or_wait(&'static self) {
        let error = loop {
            match self.start_if_wanted(0) {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => break error,
            }
        };
        if std::mem::replace(&mut self.state.lock().retrying, true) {
            return;
        }
        tracing::error!(%error, "no thread for callbacks: they wait");
        let again = || {
            self.state.lock().retrying = false;
            self.start_or_wait();
        };
        if let Err(error) = later(AGAIN, again) {
            self.state.lock().retrying = false;
            tracing::error!(%error, "they wait for the next callback");
        }
    }

    /// Starts a thread unless those that are there are enough for what waits and `more` jobs; whether it did.
    fn start_if_wanted(&'static self, more: usize) -> io::Result<bool> {
        {
            let mut state = self.state.lock();
            if state.jobs.len() + more <= state.idle || state.threads >= THREADS {
                return Ok(false);
            }
            state.threads += 1;
            state.idle += 1;
        }
        thread(|| self.work()).inspect_err(|_| {
            let mut state = self.state.lock();
            state.threads -= 1;
            state.idle -= 1;
        })?;
        Ok(true)
    }

    fn work(&self) {
        let mut state = self.state.lock();
        state.idle -= 1;
        loop {
            while let Some(job) = state.jobs.pop_front() {
                drop(state);
                if catch_unwind(AssertUnwindSafe(job)).is_err() {
                    tracing::error!("panic in a job");
                }
                state = self.state.lock();
            }
            state.idle += 1;
            let timed_out = self.work.wait_for(&mut state, IDLE).timed_out();
            state.idle -= 1;
            if timed_out && state.jobs.is_empty() {
                state.threads -= 1;
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn jobs_that_wait_for_each_other_all_run() {
        let (send, receive) = mpsc::channel();
        // each ends only when the next has begun
        let mut next: Option<mpsc::Sender<()>> = None;
        for number in 0..50 {
            let (go, wait) = mpsc::channel();
            let (send, before) = (send.clone(), next.replace(go));
            run(move || {
                if let Some(before) = before {
                    before.send(()).unwrap();
                }
                if number < 49 {
                    wait.recv_timeout(Duration::from_secs(10)).unwrap();
                }
                send.send(number).unwrap();
            });
        }
        let mut done: Vec<i32> =
            (0..50).map(|_| receive.recv_timeout(Duration::from_secs(20)).unwrap()).collect();
        done.sort_unstable();
        assert!(done.into_iter().eq(0..50));
    }

    #[test]
    fn a_panic_takes_no_thread_away() {
        let (send, receive) = mpsc::channel();
        for number in 0..20 {
            let send = send.clone();
            run(move || {
                send.send(number).unwrap();
                panic!("expected by the test");
            });
        }
        assert_eq!((0..20).filter_map(|_| receive.recv_timeout(Duration::from_secs(10)).ok()).count(), 20);
    }
}
