//! Outstanding confirmed requests: matched by invoke id, bounded by the negotiated window, each with a deadline.

use std::collections::VecDeque;
use std::time::Instant;

/// One request that waits for its answer.
#[derive(Debug)]
struct Call<T> {
    invoke_id: u32,
    deadline: Option<Instant>,
    token: T,
}

/// The outstanding requests in the order they were sent. Answers come mostly in that order, so the front is a hit.
#[derive(Debug)]
pub(super) struct Calls<T> {
    open: VecDeque<Call<T>>,
    last_id: u32,
}

impl<T> Calls<T> {
    pub(super) fn new() -> Self {
        Self { open: VecDeque::new(), last_id: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.open.len()
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

    pub(super) fn insert(&mut self, invoke_id: u32, deadline: Option<Instant>, token: T) {
        self.last_id = invoke_id;
        self.open.push_back(Call { invoke_id, deadline, token });
    }

    /// Moves the deadline of a request that has one.
    pub(super) fn postpone(&mut self, invoke_id: u32, to: Instant) {
        let mut open = self.open.iter_mut();
        if let Some(deadline) =
            open.find(|call| call.invoke_id == invoke_id).and_then(|call| call.deadline.as_mut())
        {
            *deadline = to;
        }
    }

    /// Gives a request a deadline, or another one.
    pub(super) fn expire_at(&mut self, invoke_id: u32, deadline: Instant) {
        if let Some(call) = self.open.iter_mut().find(|call| call.invoke_id == invoke_id) {
            call.deadline = Some(deadline);
        }
    }

    pub(super) fn remove(&mut self, invoke_id: u32) -> Option<T> {
        let at = self.open.iter().position(|call| call.invoke_id == invoke_id)?;
        self.open.remove(at).map(|call| call.token)
    }

    /// The earliest deadline of those that have one.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.open.iter().filter_map(|call| call.deadline).min()
    }

    /// One request whose deadline is not after `now`.
    pub(super) fn expired(&mut self, now: Instant) -> Option<(u32, T)> {
        let at = self.open.iter().position(|call| call.deadline.is_some_and(|deadline| deadline <= now))?;
        self.open.remove(at).map(|call| (call.invoke_id, call.token))
    }

    /// The oldest request.
    pub(super) fn pop(&mut self) -> Option<(u32, T)> {
        self.open.pop_front().map(|call| (call.invoke_id, call.token))
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
