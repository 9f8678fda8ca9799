//! How callbacks are handed to threads, tried in many orders of events by shuttle: `make models`. What waits for ever there is
//! found, as is what runs twice or never.

use std::sync::Arc;
use std::time::Duration;

use shuttle::sync::atomic::{AtomicBool, Ordering};
use shuttle::sync::{Condvar, Mutex};
use shuttle::thread;

use super::dispatch::{Dispatch, PutOff, in_callback, put_off};
use super::pool;
use super::sync::may_refuse;

/// Orders of events that each model is tried in.
pub(in crate::net) fn explore(model: impl Fn() + Send + Sync + 'static) {
    let turns = std::env::var("MODEL_TURNS").ok().and_then(|turns| turns.parse().ok()).unwrap_or(3_000);
    let model = Arc::new(model);
    let again = Arc::clone(&model);
    shuttle::check_random(move || again(), turns);
    shuttle::check_pct(move || model(), turns, 3);
}

/// Does not pass in a model.
pub(in crate::net) const FOR_EVER: Duration = Duration::from_secs(3600);
/// May pass at any moment.
pub(in crate::net) const SOON: Duration = Duration::from_secs(1);

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

/// Ends when so many have come.
#[derive(Clone, Default)]
struct Count(Arc<(Mutex<usize>, Condvar)>);

impl Count {
    fn come(&self) {
        *self.0.0.lock().unwrap() += 1;
        self.0.1.notify_all();
    }

    fn wait(&self, all: usize) {
        let mut come = self.0.0.lock().unwrap();
        while *come < all {
            come = self.0.1.wait(come).unwrap();
        }
    }

    fn now(&self) -> usize {
        *self.0.0.lock().unwrap()
    }
}

#[test]
fn every_job_runs_once_and_all_threads_go_when_nothing_comes() {
    explore(|| {
        let ran = Count::default();
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let ran = ran.clone();
                thread::spawn(move || {
                    for _ in 0..2 {
                        let ran = ran.clone();
                        pool::run(move || ran.come());
                    }
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        ran.wait(4);
        pool::assert_left_in_order();
        assert_eq!(ran.now(), 4);
        // one that comes when all have gone
        let again = ran.clone();
        pool::run(move || again.come());
        ran.wait(5);
        pool::assert_left_in_order();
    });
}

#[test]
fn jobs_that_wait_for_each_other_run_on_as_many_threads() {
    explore(|| {
        let (begun, ended) = (Count::default(), Count::default());
        // the pool has three threads in models
        for _ in 0..3 {
            let (begun, ended) = (begun.clone(), ended.clone());
            pool::run(move || {
                begun.come();
                begun.wait(3);
                ended.come();
            });
        }
        // one more than there are threads
        let last = ended.clone();
        pool::run(move || last.come());
        ended.wait(4);
        pool::assert_left_in_order();
    });
}

#[test]
fn a_thread_that_is_refused_makes_no_job_forgotten() {
    explore(|| {
        may_refuse(2);
        let ran = Count::default();
        let other = {
            let ran = ran.clone();
            thread::spawn(move || {
                let again = ran.clone();
                pool::run(move || ran.come());
                pool::run(move || again.come());
            })
        };
        let looked_up = ran.clone();
        let accepted = pool::try_run(move || looked_up.come()).is_ok();
        other.join().unwrap();
        let all = 2 + usize::from(accepted);
        ran.wait(all);
        pool::assert_left_in_order();
        assert_eq!(ran.now(), all);
    });
}

#[test]
fn jobs_that_wait_for_each_other_run_although_threads_were_refused() {
    explore(|| {
        may_refuse(3);
        let met = Count::default();
        for _ in 0..3 {
            let met = met.clone();
            pool::run(move || {
                met.come();
                met.wait(3);
            });
        }
        met.wait(3);
        pool::assert_left_in_order();
    });
}

#[test]
fn a_job_that_panics_takes_no_thread_away() {
    explore(|| {
        let ran = Count::default();
        for _ in 0..2 {
            let ran = ran.clone();
            pool::run(move || {
                ran.come();
                // without a word about it
                std::panic::resume_unwind(Box::new("expected by the model"));
            });
        }
        ran.wait(2);
        pool::assert_left_in_order();
    });
}

#[test]
fn callbacks_run_although_the_system_refuses_threads() {
    explore(|| {
        may_refuse(2);
        let (queue, ran) = (Dispatch::new(false), Ran::default());
        let other = {
            let ran = ran.clone();
            thread::spawn(move || {
                let queue = Dispatch::new(false);
                queue.push(Box::new(move || ran.lock().unwrap().push((1, 0))));
                assert!(queue.settle(FOR_EVER));
            })
        };
        for number in 0..2 {
            let ran = ran.clone();
            queue.push(Box::new(move || ran.lock().unwrap().push((0, number))));
        }
        assert!(queue.settle(FOR_EVER));
        other.join().unwrap();
        assert_in_order(&ran, 1, 2);
        assert_eq!(ran.lock().unwrap().len(), 3);
        pool::assert_left_in_order();
    });
}

#[test]
fn who_settles_says_whether_all_has_run_when_its_patience_ends() {
    explore(|| {
        let (queue, ran) = (Dispatch::new(false), Count::default());
        for _ in 0..2 {
            let ran = ran.clone();
            queue.push(Box::new(move || ran.come()));
        }
        if queue.settle(SOON) {
            assert_eq!(ran.now(), 2);
            assert!(!queue.is_busy());
        }
        assert!(queue.settle(FOR_EVER));
        assert_eq!(ran.now(), 2);
    });
}

/// Without threads: one thread ticks, the other destroys; nothing may run when it is through.
fn destroyed_while_another_thread_ticks(patience: Duration) {
    explore(move || {
        let (queue, ran) = (Dispatch::new(true), Count::default());
        let destroyed = Arc::new(AtomicBool::new(false));
        let push = |queue: &Arc<Dispatch>| {
            let (ran, destroyed) = (ran.clone(), destroyed.clone());
            queue.push(Box::new(move || {
                assert!(!destroyed.load(Ordering::SeqCst), "a callback of what is destroyed");
                thread::yield_now();
                assert!(!destroyed.load(Ordering::SeqCst), "destroyed amid a callback");
                ran.come();
            }));
        };
        push(&queue);
        push(&queue);
        let ticking = queue.clone();
        let tick = thread::spawn(move || {
            ticking.run();
            ticking.run();
        });
        if queue.settle(patience) {
            destroyed.store(true, Ordering::SeqCst);
            assert_eq!(ran.now(), 2);
        } else {
            assert!(patience < FOR_EVER);
        }
        tick.join().unwrap();
        assert_eq!(ran.now(), 2);
        assert!(!queue.is_busy());
    });
}

#[test]
fn without_threads_nothing_runs_after_settle() {
    destroyed_while_another_thread_ticks(FOR_EVER);
}

#[test]
fn without_threads_settle_may_be_in_vain_but_says_so() {
    destroyed_while_another_thread_ticks(SOON);
}

#[test]
fn without_threads_a_callback_may_settle_while_another_thread_does() {
    explore(|| {
        let (queue, ran) = (Dispatch::new(true), Ran::default());
        let (inner, seen) = (queue.clone(), ran.clone());
        queue.push(Box::new(move || {
            let last = seen.clone();
            inner.push(Box::new(move || last.lock().unwrap().push((0, 0))));
            assert!(inner.settle(FOR_EVER));
            seen.lock().unwrap().push((0, 1));
        }));
        let ticking = queue.clone();
        let tick = thread::spawn(move || ticking.run());
        assert!(queue.settle(FOR_EVER));
        assert_in_order(&ran, 1, 2);
        tick.join().unwrap();
    });
}

#[test]
fn no_callback_runs_beside_another_one_of_its_queue() {
    explore(|| {
        let (queue, inside, ran) = (Dispatch::new(false), Arc::new(AtomicBool::new(false)), Count::default());
        let push = |queue: &Arc<Dispatch>, settles: bool| {
            let (inner, inside, ran) = (queue.clone(), inside.clone(), ran.clone());
            queue.push(Box::new(move || {
                assert!(!inside.swap(true, Ordering::SeqCst), "two at once");
                thread::yield_now();
                inside.store(false, Ordering::SeqCst);
                if settles {
                    assert!(inner.settle(FOR_EVER));
                    assert!(!inside.swap(true, Ordering::SeqCst), "another one beside the one that settled");
                    thread::yield_now();
                    inside.store(false, Ordering::SeqCst);
                }
                ran.come();
            }));
        };
        push(&queue, true);
        let other = {
            let (queue, inside, ran) = (queue.clone(), inside.clone(), ran.clone());
            thread::spawn(move || {
                queue.push(Box::new(move || {
                    assert!(!inside.swap(true, Ordering::SeqCst), "two at once");
                    thread::yield_now();
                    inside.store(false, Ordering::SeqCst);
                    ran.come();
                }));
            })
        };
        push(&queue, false);
        other.join().unwrap();
        assert!(queue.settle(FOR_EVER));
        assert_eq!(ran.now(), 3);
    });
}

#[test]
fn nothing_of_a_batch_starts_before_its_end() {
    explore(|| {
        let (queue, ran) = (Dispatch::new(false), Count::default());
        let batches = [queue.batch(), queue.batch()];
        for _ in 0..2 {
            let ran = ran.clone();
            queue.push(Box::new(move || ran.come()));
        }
        thread::yield_now();
        // nothing ran already: who reads is in the way of nobody
        assert_eq!(ran.now(), 0);
        let [first, second] = batches;
        drop(first);
        thread::yield_now();
        assert_eq!(ran.now(), 0);
        drop(second);
        // told to nobody who would have to come: it runs by itself
        ran.wait(2);
    });
}

#[test]
fn who_waits_for_relief_of_a_congested_queue_is_told() {
    explore(|| {
        let (queue, ran) = (Dispatch::new(false), Count::default());
        let batch = queue.batch();
        for _ in 0..4 {
            let ran = ran.clone();
            queue.push(Box::new(move || ran.come()));
        }
        assert!(queue.is_congested());
        drop(batch);
        // as the driver does
        while queue.is_congested() {
            shuttle::future::block_on(queue.relieved());
        }
        ran.wait(4);
        assert!(!queue.is_congested());
    });
}

/// Counts that it was done.
struct Noted(Count);

impl PutOff for Noted {
    fn catch_up(self: Arc<Self>) {
        self.0.come();
    }
}

#[test]
fn what_was_put_off_is_done_amid_many_callbacks_and_before_settle_returns() {
    explore(|| {
        let (queue, done) = (Dispatch::new(false), Count::default());
        let batch = queue.batch();
        let noted = done.clone();
        queue.push(Box::new(move || put_off(Arc::new(Noted(noted)))));
        queue.push(Box::new(|| {}));
        // it is not put off for longer than a batch
        let seen = done.clone();
        queue.push(Box::new(move || assert_eq!(seen.now(), 1)));
        let noted = done.clone();
        queue.push(Box::new(move || put_off(Arc::new(Noted(noted)))));
        drop(batch);
        assert!(queue.settle(FOR_EVER));
        assert_eq!(done.now(), 2);
    });
}
