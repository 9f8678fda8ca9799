//! Locks and atomics of what is modelled by shuttle (`--cfg shuttle`, `make models`): there they stand for its own, and a wait
//! without end shows a wake-up that was lost.

#[cfg(not(shuttle))]
mod real {
    pub(in crate::net) use std::sync::atomic::{AtomicBool, Ordering, fence};

    pub(in crate::net) use parking_lot::{Condvar, Mutex, MutexGuard};

    /// A `static` of each thread.
    macro_rules! of_thread {
        ($($(#[$attribute:meta])* $name:ident: $type:ty = $init:expr;)*) => {
            std::thread_local! { $($(#[$attribute])* static $name: $type = const { $init };)* }
        };
    }
    pub(in crate::net) use of_thread;
}

#[cfg(shuttle)]
mod model {
    use std::ops::{Deref, DerefMut};
    use std::time::Instant;

    pub(in crate::net) use shuttle::sync::atomic::{AtomicBool, Ordering, fence};

    /// parking_lot's, as far as it is used.
    #[derive(Debug, Default)]
    pub(in crate::net) struct Mutex<T>(shuttle::sync::Mutex<T>);

    /// The lock, held; None while it is given up for a moment.
    pub(in crate::net) struct MutexGuard<'m, T>(&'m Mutex<T>, Option<shuttle::sync::MutexGuard<'m, T>>);

    impl<T> Mutex<T> {
        pub(in crate::net) fn new(value: T) -> Self {
            Self(shuttle::sync::Mutex::new(value))
        }

        pub(in crate::net) fn lock(&self) -> MutexGuard<'_, T> {
            MutexGuard(self, Some(self.0.lock().unwrap()))
        }

        pub(in crate::net) fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
            Some(MutexGuard(self, Some(self.0.try_lock().ok()?)))
        }
    }

    impl<T> MutexGuard<'_, T> {
        pub(in crate::net) fn unlocked<R>(this: &mut Self, work: impl FnOnce() -> R) -> R {
            this.1 = None;
            let result = work();
            this.1 = Some(this.0.0.lock().unwrap());
            result
        }
    }

    impl<T> Deref for MutexGuard<'_, T> {
        type Target = T;

        fn deref(&self) -> &T {
            self.1.as_ref().unwrap()
        }
    }

    impl<T> DerefMut for MutexGuard<'_, T> {
        fn deref_mut(&mut self) -> &mut T {
            self.1.as_mut().unwrap()
        }
    }

    #[derive(Debug, Default)]
    pub(in crate::net) struct Condvar(shuttle::sync::Condvar);

    /// Time does not pass here.
    pub(in crate::net) struct Waited;

    impl Waited {
        pub(in crate::net) fn timed_out(&self) -> bool {
            false
        }
    }

    impl Condvar {
        pub(in crate::net) fn new() -> Self {
            Self::default()
        }

        pub(in crate::net) fn wait<T>(&self, guard: &mut MutexGuard<'_, T>) {
            let held = guard.1.take().unwrap();
            guard.1 = Some(self.0.wait(held).unwrap());
        }

        pub(in crate::net) fn wait_until<T>(&self, guard: &mut MutexGuard<'_, T>, _: Instant) -> Waited {
            self.wait(guard);
            Waited
        }

        pub(in crate::net) fn notify_one(&self) {
            self.0.notify_one();
        }

        pub(in crate::net) fn notify_all(&self) {
            self.0.notify_all();
        }
    }

    macro_rules! of_thread {
        ($($(#[$attribute:meta])* $name:ident: $type:ty = $init:expr;)*) => {
            shuttle::thread_local! { $($(#[$attribute])* static $name: $type = $init;)* }
        };
    }
    pub(in crate::net) use of_thread;
}

#[cfg(shuttle)]
pub(super) use model::*;
#[cfg(not(shuttle))]
pub(super) use real::*;
