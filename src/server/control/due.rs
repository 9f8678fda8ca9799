//! What comes of time and of clients that go: ends of selections, operates that go on.

use std::sync::Arc;
use std::time::Instant;

use super::SelectReason;
use super::state::Work;
use crate::server::connection::Connection;
use crate::server::core::Core;

/// A command that goes on, on the thread of its client.
type Awake = (Arc<Connection>, u32, u64);

impl Core {
    /// Select timeouts, time-activated operates, handlers that wait. When to be called next.
    pub(in super::super) fn controls_due(self: &Arc<Self>, now: Instant) -> Option<Instant> {
        let (awake, next) = self.control_at(now, |mut work| work.wake());
        for (client, index, id) in awake {
            client.queue(move |core, _| core.proceed(index, id));
        }
        next
    }

    /// A client is gone: its selections and operates end.
    pub(in super::super) fn controls_disconnected(&self, client: &Arc<Connection>) {
        self.control(|mut work| {
            for index in work.active() {
                work.abandon(index, client);
            }
        });
    }
}

impl Work<'_> {
    /// Objects that are selected or operated; forgets those that no longer are.
    fn active(&mut self) -> Vec<u32> {
        let controls = &mut self.state.controls;
        let objects = &controls.objects;
        controls.active.retain(|&index| {
            let object = objects.get(index as usize);
            object.is_some_and(|object| object.selection.is_some() || object.run.is_some())
        });
        controls.active.iter().copied().collect()
    }

    /// What goes on now, and when to look again.
    fn wake(&mut self) -> (Vec<Awake>, Option<Instant>) {
        let (mut awake, mut next) = (Vec::new(), None::<Instant>);
        let now = self.now;
        for index in self.active() {
            self.expire(index);
            let Some(object) = self.object(index) else { continue };
            let due = match (&mut object.run, &mut object.selection) {
                (Some(run), _) => {
                    if run.wake.take_if(|wake| *wake <= now).is_some() {
                        awake.push((Arc::clone(&run.client), index, run.id));
                    }
                    run.wake
                }
                (None, Some(selection)) => {
                    if selection.wake.take_if(|wake| *wake <= now).is_some() {
                        awake.push((Arc::clone(&selection.client), index, selection.id));
                    }
                    selection.wake.or(selection.until)
                }
                (None, None) => None,
            };
            next = next.into_iter().chain(due).min();
        }
        (awake, next)
    }

    fn abandon(&mut self, index: u32, client: &Arc<Connection>) {
        let Some(object) = self.object(index) else { return };
        if let Some(run) = object.run.take_if(|run| Arc::ptr_eq(&run.client, client)) {
            // its slot answers when dropped: not under the lock
            self.state.later.push(Box::new(move |_| drop(run)));
        }
        let selected = self.object(index).and_then(|object| object.selection.as_ref());
        if selected.is_some_and(|selection| Arc::ptr_eq(&selection.client, client)) {
            self.deselect(index, SelectReason::Disconnected);
        }
    }
}
