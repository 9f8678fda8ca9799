//! Outstanding confirmed requests: matched by invoke id, bounded by the negotiated window, each with a deadline.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// One request that waits for its answer.
#[derive(Debug)]
struct Call<T> {
    invoke_id: u32,
    deadline: Option<Instant>,
    token: T,
    /// Sent on the chance that it will be wanted.
    ahead: bool,
    /// Behind requests that were sent ahead, its deadline moves so far with each answer to one of them.
    patience: Option<Duration>,
    /// The PDU, as long as requests that were sent ahead are in its way.
    unsent: Option<Vec<u8>>,
}

/// The outstanding requests in the order they were made. Answers come mostly in that order, so the front is a hit.
#[derive(Debug)]
pub(super) struct Calls<T> {
    open: VecDeque<Call<T>>,
    ahead: usize,
    unsent: usize,
    last_id: u32,
}

impl<T> Calls<T> {
    pub(super) fn new() -> Self {
        Self { open: VecDeque::new(), ahead: 0, unsent: 0, last_id: 0 }
    }

    /// Requests that somebody wants the answer of.
    pub(super) fn wanted(&self) -> usize {
        self.open.len() - self.ahead
    }

    /// Requests that the peer works on.
    pub(super) fn sent(&self) -> usize {
        self.open.len() - self.unsent
    }

    /// Whether requests wait to be sent.
    pub(super) fn has_unsent(&self) -> bool {
        self.unsent > 0
    }

    /// The id that [`Calls::insert`] will use next: never 0, never one that is still outstanding.
    pub(super) fn next_id(&self) -> u32 {
        let mut id = self.last_id;
        loop {
            id = if id >= i32::MAX as u32 { 1 } else { id + 1 };
            if !self.open.iter().any(|call| call.invoke_id == id) {
                return id;
            }
        }
    }

    /// A request that was sent.
    pub(super) fn insert(&mut self, invoke_id: u32, deadline: Option<Instant>, token: T) {
        self.push(Call { invoke_id, deadline, token, ahead: false, patience: None, unsent: None });
    }

    /// A request that was sent, and that nobody waits for yet.
    pub(super) fn insert_ahead(&mut self, invoke_id: u32, deadline: Instant, token: T) {
        self.push(Call {
            invoke_id,
            deadline: Some(deadline),
            token,
            ahead: true,
            patience: None,
            unsent: None,
        });
    }

    /// A request whose `pdu` is to be sent later.
    pub(super) fn insert_unsent(
        &mut self,
        invoke_id: u32,
        deadline: Option<Instant>,
        token: T,
        pdu: Vec<u8>,
    ) {
        self.push(Call { invoke_id, deadline, token, ahead: false, patience: None, unsent: Some(pdu) });
    }

    fn push(&mut self, call: Call<T>) {
        self.last_id = call.invoke_id;
        self.ahead += usize::from(call.ahead);
        self.unsent += usize::from(call.unsent.is_some());
        self.open.push_back(call);
    }

    /// The PDU of the oldest request that was not sent; from now on it counts as sent.
    pub(super) fn take_unsent(&mut self) -> Option<Vec<u8>> {
        if self.unsent == 0 {
            return None;
        }
        self.unsent -= 1;
        self.open.iter_mut().find_map(|call| call.unsent.take())
    }

    /// Moves the deadline of a request that has one.
    pub(super) fn postpone(&mut self, invoke_id: u32, to: Instant) {
        if let Some(deadline) = self.find(invoke_id).and_then(|call| call.deadline.as_mut()) {
            *deadline = to;
        }
    }

    /// A request that was sent ahead is wanted now, and its owner's to cancel.
    pub(super) fn claim(&mut self, invoke_id: u32) {
        if let Some(call) = self.find(invoke_id) {
            let ahead = std::mem::take(&mut call.ahead);
            call.deadline = None;
            self.ahead -= usize::from(ahead);
        }
    }

    pub(super) fn be_patient(&mut self, invoke_id: u32, patience: Duration) {
        if self.ahead_of(invoke_id) > 0
            && let Some(call) = self.find(invoke_id)
        {
            call.patience = Some(patience);
        }
    }

    /// The peer answers a request: if that was sent ahead, those behind it have come nearer.
    pub(super) fn answered(&mut self, invoke_id: u32, now: Instant) {
        if self.ahead == 0 {
            return;
        }
        let mut behind = self.open.iter_mut().skip_while(|call| call.invoke_id != invoke_id);
        if behind.next().is_some_and(|call| call.ahead) {
            for call in behind {
                if let (Some(deadline), Some(patience)) = (&mut call.deadline, call.patience) {
                    *deadline = now + patience;
                }
            }
        }
    }

    /// Requests before this one that were sent ahead and that nobody waits for.
    pub(super) fn ahead_of(&self, invoke_id: u32) -> usize {
        if self.ahead == 0 {
            return 0;
        }
        self.open.iter().take_while(|call| call.invoke_id != invoke_id).filter(|call| call.ahead).count()
    }

    fn find(&mut self, invoke_id: u32) -> Option<&mut Call<T>> {
        self.open.iter_mut().find(|call| call.invoke_id == invoke_id)
    }

    pub(super) fn remove(&mut self, invoke_id: u32) -> Option<T> {
        let at = self.open.iter().position(|call| call.invoke_id == invoke_id)?;
        self.remove_at(at).map(|(_, token)| token)
    }

    fn remove_at(&mut self, at: usize) -> Option<(u32, T)> {
        let call = self.open.remove(at)?;
        self.ahead -= usize::from(call.ahead);
        self.unsent -= usize::from(call.unsent.is_some());
        Some((call.invoke_id, call.token))
    }

    /// The earliest deadline of those that have one.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.open.iter().filter_map(|call| call.deadline).min()
    }

    /// One request whose deadline is not after `now`.
    pub(super) fn expired(&mut self, now: Instant) -> Option<(u32, T)> {
        let at = self.open.iter().position(|call| call.deadline.is_some_and(|deadline| deadline <= now))?;
        self.remove_at(at)
    }

    /// The oldest request.
    pub(super) fn pop(&mut self) -> Option<(u32, T)> {
        self.remove_at(0)
    }

    pub(super) fn tokens(&self) -> impl Iterator<Item = &T> {
        self.open.iter().map(|call| &call.token)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn ids_skip_zero_and_what_is_outstanding_when_they_wrap() {
        let mut calls = Calls::new();
        calls.insert(1, None, 'a');
        calls.last_id = i32::MAX as u32;
        assert_eq!(calls.next_id(), 2);
        calls.remove(1);
        assert_eq!(calls.next_id(), 1);
    }

    #[test]
    fn deadlines_expire_in_time_order_and_calls_without_one_never_do() {
        let now = Instant::now();
        let mut calls = Calls::new();
        calls.insert(1, Some(now + Duration::from_secs(2)), 'a');
        calls.insert(2, Some(now + Duration::from_secs(1)), 'b');
        calls.insert(3, None, 'c');
        assert_eq!(calls.deadline(), Some(now + Duration::from_secs(1)));
        assert_eq!(calls.expired(now), None);
        assert_eq!(calls.expired(now + Duration::from_secs(1)), Some((2, 'b')));
        calls.postpone(1, now + Duration::from_secs(5));
        calls.postpone(3, now);
        assert_eq!(calls.expired(now + Duration::from_secs(4)), None);
        assert_eq!(calls.expired(now + Duration::from_secs(9)), Some((1, 'a')));
        assert_eq!(calls.expired(now + Duration::from_secs(9)), None);
        assert_eq!(calls.pop(), Some((3, 'c')));
    }
}
