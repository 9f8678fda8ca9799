//! Who reads the socket, tried in many orders of events by shuttle: callers that wait for answers, requests sent ahead whose caller
//! comes later, and the reactor's thread. An answer that nobody reads, or a caller that nobody wakes, waits for ever there.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use shuttle::sync::atomic::{AtomicBool, Ordering};
use shuttle::sync::{Condvar, Mutex};
use shuttle::thread;

use super::super::models::{FOR_EVER, SOON, explore};
use super::super::sync;
use super::pump::Available;
use super::role::{Left, Role, Turn};
use super::waiter::Waiter;
use crate::error::Error;

/// A connection as far as threads see it: what the peer sends, the reactor's edge, and who waits.
#[derive(Default)]
struct Link {
    role: Role<()>,
    received: sync::Mutex<VecDeque<usize>>,
    arrived: sync::Condvar,
    /// The connection is over.
    cut: AtomicBool,
    /// Edges that the reactor has seen and its thread has not; None when it is over.
    edge: Mutex<Option<bool>>,
    woken: Condvar,
    /// Outstanding calls in the order they were made.
    calls: Mutex<Vec<(usize, Arc<Waiter>)>>,
}

impl Link {
    fn new(callers: usize, absent: bool) -> Arc<Self> {
        let link = Self { edge: Mutex::new(Some(false)), ..Self::default() };
        let waiter = || if absent { Waiter::absent() } else { Waiter::new() };
        *link.calls.lock().unwrap() = (0..callers).map(|id| (id, Arc::new(waiter()))).collect();
        Arc::new(link)
    }

    /// The peer sends the answer of a call; the socket raises an edge if it is registered.
    fn send(&self, id: usize) {
        self.received.lock().push_back(id);
        self.arrived.notify_all();
        if self.role.is_armed()
            && let Some(edge) = &mut *self.edge.lock().unwrap()
        {
            *edge = true;
            self.woken.notify_all();
        }
    }

    /// Registers the socket: what is there raises an edge.
    fn arm(&self) {
        self.role.set_armed(true);
        let something = !self.received.lock().is_empty();
        if let Some(edge) = &mut *self.edge.lock().unwrap() {
            *edge |= something;
            self.woken.notify_all();
        }
    }

    fn over(&self) {
        *self.edge.lock().unwrap() = None;
        self.woken.notify_all();
    }

    /// An answer goes to who waits for it. Returns whether that is `mine`.
    fn deliver(&self, id: usize, mine: Option<usize>) -> bool {
        let mut calls = self.calls.lock().unwrap();
        // whose caller has left is of no use
        let Some(at) = calls.iter().position(|call| call.0 == id) else { return false };
        let (_, waiter) = calls.remove(at);
        drop(calls);
        if mine != Some(id) {
            waiter.complete(Ok(vec![id as u8]));
        }
        mine == Some(id)
    }

    fn read_available(&self) -> Available {
        let mut seen = Available::Nothing;
        while let Some(id) = { self.received.lock().pop_front() } {
            self.deliver(id, None);
            seen = Available::Some;
        }
        seen
    }

    fn invite_next(&self) {
        let calls = self.calls.lock().unwrap();
        let _ = calls.iter().any(|(_, waiter)| waiter.invite());
    }

    /// What a caller does that waits for its answer.
    fn wait(&self, id: usize, waiter: &Arc<Waiter>) {
        assert!(self.pump_until(id, waiter, Instant::now() + FOR_EVER), "no time passes");
    }

    /// As in `Session::pump_until`.
    fn pump_until(&self, id: usize, waiter: &Arc<Waiter>, deadline: Instant) -> bool {
        let is_mine = |answer| match answer {
            Ok(answer) => assert_eq!(answer, vec![id as u8]),
            Err(_) => assert!(self.cut.load(Ordering::SeqCst)),
        };
        match self.role.turn(waiter, deadline) {
            Turn::Answered(answer) => is_mine(answer),
            Turn::TimedOut => return false,
            Turn::Mine(reader) => {
                let before = waiter.take();
                let mut done = before.is_some();
                before.map(is_mine);
                'read: while !done {
                    let mut received = self.received.lock();
                    while received.is_empty() {
                        if self.cut.load(Ordering::SeqCst)
                            || self.arrived.wait_until(&mut received, deadline).timed_out()
                        {
                            break 'read;
                        }
                    }
                    let next = received.pop_front().unwrap();
                    drop(received);
                    done = self.deliver(next, Some(id));
                }
                if self.role.leave(reader, |()| self.read_available()) != Left::Taken {
                    self.invite_next();
                }
                if !done {
                    let answer = waiter.take();
                    done = answer.is_some();
                    answer.map(is_mine);
                }
                return done;
            }
        }
        true
    }

    /// As in `Session::collect`: for one deadline after the other. Returns whether there was an answer.
    fn call(&self, id: usize, waiter: &Arc<Waiter>, deadlines: usize) -> bool {
        if (0..deadlines).any(|_| self.pump_until(id, waiter, Instant::now() + SOON)) {
            return true;
        }
        let cancelled = {
            let mut calls = self.calls.lock().unwrap();
            let at = calls.iter().position(|call| call.0 == id);
            at.map(|at| calls.remove(at)).is_some()
        };
        // otherwise another thread is about to put the answer down
        let answered = !cancelled && waiter.done(Instant::now() + FOR_EVER).is_some();
        self.invite_next();
        answered
    }

    /// Ends the connection, as `Session::end`: everybody is told.
    fn end(&self) {
        self.cut.store(true, Ordering::SeqCst);
        // the reader looks with this lock held
        drop(self.received.lock());
        self.arrived.notify_all();
        let calls = std::mem::take(&mut *self.calls.lock().unwrap());
        calls.iter().for_each(|(_, waiter)| waiter.complete(Err(Error::NotConnected)));
    }

    /// The driver: reads on an edge.
    fn drive(&self) {
        loop {
            let mut edge = self.edge.lock().unwrap();
            while *edge == Some(false) {
                edge = self.woken.wait(edge).unwrap();
            }
            if edge.replace(false).is_none() {
                *edge = None;
                return;
            }
            drop(edge);
            self.role.serve(|()| self.read_available(), || self.invite_next());
        }
    }
}

/// Callers, a peer that answers them all, and the driver, whose socket is registered or comes to be.
fn callers_get_their_answers(callers: usize, armed: bool, absent: bool) {
    explore(move || {
        let link = Link::new(callers, absent);
        let waiters: Vec<_> = link.calls.lock().unwrap().clone();
        if armed {
            link.arm();
        }
        let driver = {
            let link = link.clone();
            thread::spawn(move || {
                link.arm();
                link.drive();
            })
        };
        let peer = {
            let link = link.clone();
            thread::spawn(move || (0..callers).for_each(|id| link.send(id)))
        };
        let threads: Vec<_> = waiters
            .into_iter()
            .map(|(id, waiter)| {
                let link = link.clone();
                thread::spawn(move || {
                    waiter.attend();
                    link.wait(id, &waiter);
                })
            })
            .collect();
        threads.into_iter().for_each(|caller| caller.join().unwrap());
        peer.join().unwrap();
        link.over();
        driver.join().unwrap();
        assert!(link.calls.lock().unwrap().is_empty());
    });
}

#[test]
fn callers_read_for_each_other_beside_the_driver() {
    callers_get_their_answers(3, true, false);
}

#[test]
fn callers_get_their_answers_while_the_socket_is_registered() {
    callers_get_their_answers(3, false, false);
}

#[test]
fn callers_that_come_after_their_requests_get_their_answers() {
    callers_get_their_answers(3, true, true);
    callers_get_their_answers(2, false, true);
}

#[test]
fn what_comes_unasked_is_read_although_a_caller_leaves_just_then() {
    explore(|| {
        let link = Link::new(2, false);
        let waiters: Vec<_> = link.calls.lock().unwrap().clone();
        link.arm();
        let driver = {
            let link = link.clone();
            thread::spawn(move || link.drive())
        };
        let peer = {
            let link = link.clone();
            thread::spawn(move || (0..2).for_each(|id| link.send(id)))
        };
        // the second answer is one that nobody pumps for: an asynchronous call's
        let (id, waiter) = &waiters[0];
        link.wait(*id, waiter);
        peer.join().unwrap();
        // the driver may still have it in its hands
        assert!(waiters[1].1.done(Instant::now() + FOR_EVER).is_some());
        link.over();
        driver.join().unwrap();
    });
}

#[test]
fn a_request_sent_ahead_takes_no_invitation_away() {
    explore(|| {
        // in a burst of calls nothing is registered: callers alone read
        let link = Link::new(1, true);
        let ahead = link.calls.lock().unwrap()[0].1.clone();
        let waiters: Vec<_> = (1..3).map(|id| (id, Arc::new(Waiter::new()))).collect();
        link.calls.lock().unwrap().extend(waiters.clone());
        let peer = {
            let link = link.clone();
            thread::spawn(move || (0..3).rev().for_each(|id| link.send(id)))
        };
        let other = {
            let (link, waiter) = (link.clone(), waiters[1].1.clone());
            thread::spawn(move || link.wait(2, &waiter))
        };
        link.wait(1, &waiters[0].1);
        ahead.attend();
        link.wait(0, &ahead);
        other.join().unwrap();
        peer.join().unwrap();
    });
}

/// Callers that leave when their time is over, beside one that has all the time of the world.
fn callers_leave(driven: bool, deadlines: usize) {
    explore(move || {
        let link = Link::new(3, false);
        let mut waiters: Vec<_> = link.calls.lock().unwrap().clone();
        let driver = driven.then(|| {
            link.arm();
            let link = link.clone();
            thread::spawn(move || link.drive())
        });
        let peer = {
            let link = link.clone();
            thread::spawn(move || (0..3).for_each(|id| link.send(id)))
        };
        let (last, patient) = waiters.pop().unwrap();
        let threads: Vec<_> = waiters
            .into_iter()
            .map(|(id, waiter)| {
                let link = link.clone();
                thread::spawn(move || {
                    link.call(id, &waiter, deadlines);
                })
            })
            .collect();
        link.wait(last, &patient);
        threads.into_iter().for_each(|caller| caller.join().unwrap());
        peer.join().unwrap();
        link.over();
        driver.into_iter().for_each(|driver| driver.join().unwrap());
        assert!(link.calls.lock().unwrap().is_empty());
    });
}

#[test]
fn who_leaves_at_its_deadline_hands_the_role_over() {
    callers_leave(false, 1);
}

#[test]
fn who_leaves_at_its_deadline_forgets_nothing_beside_the_driver() {
    callers_leave(true, 1);
}

#[test]
fn who_waits_for_another_deadline_hands_the_role_over_meanwhile() {
    callers_leave(false, 2);
}

#[test]
fn an_answer_that_comes_with_the_deadline_is_not_lost() {
    explore(|| {
        let waiter = Arc::new(Waiter::new());
        let other = waiter.clone();
        let reader = thread::spawn(move || {
            other.invite();
            other.complete(Ok(vec![1]));
        });
        // in time or not: it is there once
        let answer = waiter.done(Instant::now() + SOON);
        let again = || waiter.done(Instant::now() + FOR_EVER);
        assert_eq!(answer.or_else(again), Some(Ok(vec![1])));
        reader.join().unwrap();
        assert!(waiter.take().is_none());
    });
}

#[test]
fn everybody_learns_of_the_end_whoever_reads() {
    explore(|| {
        let link = Link::new(3, false);
        let waiters: Vec<_> = link.calls.lock().unwrap().clone();
        let peer = {
            let link = link.clone();
            thread::spawn(move || link.send(0))
        };
        let threads: Vec<_> = waiters
            .into_iter()
            .map(|(id, waiter)| {
                let link = link.clone();
                // as long as it takes: nobody's time is over before
                thread::spawn(move || {
                    if !link.pump_until(id, &waiter, Instant::now() + FOR_EVER) {
                        assert!(waiter.done(Instant::now() + FOR_EVER).is_some());
                    }
                })
            })
            .collect();
        link.end();
        threads.into_iter().for_each(|caller| caller.join().unwrap());
        peer.join().unwrap();
        assert!(link.calls.lock().unwrap().is_empty());
    });
}
