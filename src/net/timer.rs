//! One deadline at a time for an owner that has many: it says when it next wants to be called.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot};
use tokio::time::sleep_until;

use super::pool;
use super::runtime::{self, refused};
use crate::error::Result;

/// When an owner is called again that has panicked.
const AFTER_PANIC: Duration = Duration::from_secs(1);

/// Whose time comes.
pub trait Timed: Send + Sync {
    /// Does what is due at `now`, and says when it wants to be called next. Runs on a pool thread: it may block.
    fn due(&self, now: Instant) -> Option<Instant>;
}

/// Calls its owner when the time has come, until either is dropped.
#[derive(Debug)]
pub struct Timer {
    plan: Arc<Plan>,
}

#[derive(Debug)]
struct Plan {
    next: Mutex<Option<Instant>>,
    wake: Notify,
    /// The timer is gone.
    over: AtomicBool,
}

impl Timer {
    /// A timer for `owner`, with nothing planned.
    pub fn new(owner: Weak<dyn Timed>) -> Result<Self> {
        let plan =
            Arc::new(Plan { next: Mutex::new(None), wake: Notify::new(), over: AtomicBool::new(false) });
        runtime::handle().map_err(|error| refused(&error))?.spawn(run(Arc::clone(&plan), owner));
        Ok(Self { plan })
    }

    /// Makes sure that the owner is called at `at` or before. Cheap when something earlier is planned.
    pub fn plan(&self, at: Instant) {
        let mut next = self.plan.next.lock();
        if next.is_none_or(|planned| at < planned) {
            *next = Some(at);
            self.plan.wake.notify_one();
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.plan.over.store(true, Ordering::Release);
        self.plan.wake.notify_one();
    }
}

async fn run(plan: Arc<Plan>, owner: Weak<dyn Timed>) {
    loop {
        let next = *plan.next.lock();
        let due = match next {
            None => {
                plan.wake.notified().await;
                false
            }
            Some(at) => tokio::select! {
                () = sleep_until(at.into()) => true,
                () = plan.wake.notified() => false,
            },
        };
        if plan.over.load(Ordering::Acquire) {
            return;
        }
        if !due {
            continue;
        }
        *plan.next.lock() = None;
        let Some(owner) = owner.upgrade() else { return };
        let (tell, told) = oneshot::channel();
        pool::run(move || {
            if tell.send(owner.due(Instant::now())).is_err() {
                tracing::debug!("a timer ended while its owner worked");
            }
        });
        match told.await {
            Ok(Some(at)) => {
                let mut next = plan.next.lock();
                *next = Some(next.map_or(at, |planned| planned.min(at)));
            }
            Ok(None) => {}
            Err(_) => {
                tracing::error!("panic in a timer");
                // what else is due must not wait for ever
                let again = Instant::now() + AFTER_PANIC;
                let mut next = plan.next.lock();
                *next = Some(next.map_or(again, |planned| planned.min(again)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    struct Probe(Mutex<(mpsc::Sender<Instant>, Option<Duration>)>);

    impl Timed for Probe {
        fn due(&self, now: Instant) -> Option<Instant> {
            let state = self.0.lock();
            state.0.send(now).unwrap();
            state.1.map(|again| now + again)
        }
    }

    fn probe(again: Option<Duration>) -> (Arc<Probe>, Timer, mpsc::Receiver<Instant>) {
        let (send, receive) = mpsc::channel();
        let probe = Arc::new(Probe(Mutex::new((send, again))));
        let owner: Arc<dyn Timed> = probe.clone();
        (probe, Timer::new(Arc::downgrade(&owner)).unwrap(), receive)
    }

    #[test]
    fn an_earlier_plan_comes_first_and_a_later_one_does_not_delay() {
        let (_probe, timer, receive) = probe(None);
        let start = Instant::now();
        timer.plan(start + Duration::from_secs(60));
        timer.plan(start + Duration::from_millis(20));
        timer.plan(start + Duration::from_secs(30));
        let first = receive.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(first >= start + Duration::from_millis(20));
        assert!(receive.try_recv().is_err());
    }

    #[test]
    fn the_task_of_each_timer_ends_with_it() {
        let plans: Vec<Weak<Plan>> = (0..2000)
            .map(|number| {
                let (_probe, timer, _receive) = probe(None);
                if number % 2 == 0 {
                    timer.plan(Instant::now() + Duration::from_secs(60));
                }
                Arc::downgrade(&timer.plan)
            })
            .collect();
        let deadline = Instant::now() + Duration::from_secs(20);
        while let Some(left) = plans.iter().map(Weak::strong_count).find(|&owners| owners > 0) {
            assert!(Instant::now() < deadline, "{left} owners left");
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn the_owner_is_called_again_as_it_says_until_it_is_dropped() {
        let (probe, timer, receive) = probe(Some(Duration::from_millis(1)));
        timer.plan(Instant::now());
        for _ in 0..5 {
            receive.recv_timeout(Duration::from_secs(10)).unwrap();
        }
        drop(probe);
        while receive.recv_timeout(Duration::from_secs(10)).is_ok() {}
        drop(timer);
    }
}
