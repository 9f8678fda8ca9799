//! How callbacks are handed to threads, tried in many orders of events by shuttle: `make models`. What waits for ever there is
//! found, as is what runs twice or never.

use std::sync::Arc;
use std::time::Duration;

use shuttle::sync::Mutex;
use shuttle::thread;

use super::dispatch::{Dispatch, PutOff, in_callback, put_off};

/// Orders of events that each model is tried in.
pub(in crate::net) fn explore(model: impl Fn() + Send + Sync + 'static) {
    let turns = std::env::var("MODEL_TURNS").ok().and_then(|turns| turns.parse().ok()).unwrap_or(3_000);
    let model = Arc::new(model);
    let again = Arc::clone(&model);
    shuttle::check_random(move || again(), turns);
    shuttle::check_pct(move || model(), turns, 3);
}

const FOR_EVER: Duration = Duration::from_secs(3600);

type Ran = Arc<Mutex<Vec<(usize, usize)>>>;

/// What the callbacks of one thread have in their order, of each thread.
fn assert_in_order(ran: &Ran, threads: usize, each: usize) {
    let ran = ran.lock().unwrap();
    for thread in 0..threads {
        let of_thread: Vec<usize> = ran.iter().filter(|one| one.0 == thread).map(|one| one.1).collect();
        assert!(of_thread.into_iter().eq(0..each), "{ran:?}");
    }
}

#[test]
fn every_callback_runs_once_and_in_order_whoever_queues_meanwhile() {
    explore(|| {
        let queue = Dispatch::new(false);
        let ran = Ran::default();
        let threads: Vec<_> = (0..2)
            .map(|thread| {
                let (queue, ran) = (queue.clone(), ran.clone());
                thread::spawn(move || {
                    for number in 0..3 {
                        let ran = ran.clone();
                        queue.push(Box::new(move || ran.lock().unwrap().push((thread, number))));
                    }
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert!(queue.settle(FOR_EVER));
        assert_in_order(&ran, 2, 3);
        assert!(!queue.is_busy());
    });
}

#[test]
fn what_is_queued_while_a_batch_is_read_runs_when_it_has_ended() {
    explore(|| {
        let queue = Dispatch::new(false);
        let ran = Ran::default();
        let push = |thread: usize, number: usize| {
            let ran = ran.clone();
            queue.push(Box::new(move || ran.lock().unwrap().push((thread, number))));
        };
        let other = {
            let (queue, ran) = (queue.clone(), ran.clone());
            thread::spawn(move || queue.push(Box::new(move || ran.lock().unwrap().push((1, 0)))))
        };
        let batch = queue.batch();
        push(0, 0);
        push(0, 1);
        drop(batch);
        push(0, 2);
        other.join().unwrap();
        assert!(queue.settle(FOR_EVER));
        assert_in_order(&ran, 1, 3);
        assert_eq!(ran.lock().unwrap().len(), 4);
    });
}

/// Puts something off from within a callback, which queues one more callback when it is done.
struct Later(Arc<Dispatch>, Ran);

impl PutOff for Later {
    fn catch_up(self: Arc<Self>) {
        let ran = self.1.clone();
        self.0.push(Box::new(move || ran.lock().unwrap().push((1, 0))));
    }
}

#[test]
fn what_is_queued_by_what_was_put_off_is_not_forgotten() {
    explore(|| {
        let queue = Dispatch::new(false);
        let ran = Ran::default();
        let (seen, inner) = (ran.clone(), queue.clone());
        queue.push(Box::new(move || {
            assert!(in_callback());
            seen.lock().unwrap().push((0, 0));
            put_off(Arc::new(Later(inner, seen.clone())));
        }));
        let (ran_too, other) = (ran.clone(), queue.clone());
        let other = thread::spawn(move || other.push(Box::new(move || ran_too.lock().unwrap().push((2, 0)))));
        other.join().unwrap();
        while ran.lock().unwrap().len() < 3 {
            assert!(queue.settle(FOR_EVER));
            thread::yield_now();
        }
    });
}

#[test]
fn a_callback_that_settles_its_own_queue_leaves_nothing_behind() {
    explore(|| {
        let queue = Dispatch::new(false);
        let ran = Ran::default();
        let (inner, seen) = (queue.clone(), ran.clone());
        queue.push(Box::new(move || {
            let last = seen.clone();
            inner.push(Box::new(move || last.lock().unwrap().push((0, 0))));
            assert!(inner.settle(FOR_EVER));
            seen.lock().unwrap().push((0, 1));
        }));
        let (other, seen) = (queue.clone(), ran.clone());
        let other = thread::spawn(move || other.push(Box::new(move || seen.lock().unwrap().push((1, 0)))));
        other.join().unwrap();
        assert!(queue.settle(FOR_EVER));
        assert_in_order(&ran, 1, 2);
        assert_eq!(ran.lock().unwrap().len(), 3);
    });
}
