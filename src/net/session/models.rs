//! Who reads the socket, tried in many orders of events by shuttle: callers that wait for answers, requests sent ahead whose caller
//! comes later, and the reactor's thread. An answer that nobody reads, or a caller that nobody wakes, waits for ever there.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use shuttle::sync::{Condvar, Mutex};
use shuttle::thread;

use super::super::models::explore;
use super::pump::Available;
use super::role::{Left, Role, Turn};
use super::waiter::Waiter;

/// A connection as far as threads see it: what the peer sends, the reactor's edge, and who waits.
#[derive(Default)]
struct Link {
    role: Role<()>,
    received: Mutex<VecDeque<usize>>,
    arrived: Condvar,
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
        self.received.lock().unwrap().push_back(id);
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
        let something = !self.received.lock().unwrap().is_empty();
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
        let at = calls.iter().position(|call| call.0 == id).expect("answered once");
        let (_, waiter) = calls.remove(at);
        drop(calls);
        if mine != Some(id) {
            waiter.complete(Ok(vec![id as u8]));
        }
        mine == Some(id)
    }

    fn read_available(&self) -> Available {
        let mut seen = Available::Nothing;
        while let Some(id) = { self.received.lock().unwrap().pop_front() } {
            self.deliver(id, None);
            seen = Available::Some;
        }
        seen
    }

    fn invite_next(&self) {
        let calls = self.calls.lock().unwrap();
        let _ = calls.iter().any(|(_, waiter)| waiter.invite());
    }

    /// What a caller does that waits for its answer; as in `Session::pump_until`.
    fn wait(&self, id: usize, waiter: &Arc<Waiter>) {
        match self.role.turn(waiter, Instant::now()) {
            Turn::Answered(answer) => assert_eq!(answer, Ok(vec![id as u8])),
            Turn::TimedOut => unreachable!("no time passes"),
            Turn::Mine(reader) => {
                let mut done = waiter.take().is_some();
                while !done {
                    let mut received = self.received.lock().unwrap();
                    while received.is_empty() {
                        received = self.arrived.wait(received).unwrap();
                    }
                    let next = received.pop_front().unwrap();
                    drop(received);
                    done = self.deliver(next, Some(id));
                }
                if self.role.leave(reader, |()| self.read_available()) != Left::Taken {
                    self.invite_next();
                }
            }
        }
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
        assert!(waiters[1].1.done(Instant::now()).is_some());
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
