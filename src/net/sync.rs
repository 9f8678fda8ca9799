//! Locks, atomics and threads of what is modelled by shuttle (`--cfg shuttle`, `make models`): there they stand for its own. A wait
//! without end shows a wake-up that was lost; one with a deadline times out at any moment.

#[cfg(not(shuttle))]
mod real {
    use std::io;
    use std::time::Duration;

    use super::super::runtime;
    pub(in crate::net) use std::sync::atomic::{AtomicBool, Ordering, fence};

    pub(in crate::net) use parking_lot::{Condvar, Mutex, MutexGuard};

    /// A `static` of each thread.
    macro_rules! of_thread {
        ($($(#[$attribute:meta])* $name:ident: $type:ty = $init:expr;)*) => {
            std::thread_local! { $($(#[$attribute])* static $name: $type = const { $init };)* }
        };
    }
    pub(in crate::net) use of_thread;

    /// Starts a thread of this library.
    pub(in crate::net) use super::super::runtime::thread;

    /// Has the reactor call `work` after `delay`.
    pub(in crate::net) fn later(delay: Duration, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        runtime::handle()?.spawn(async move {
            tokio::time::sleep(delay).await;
            work();
        });
        Ok(())
    }
}

#[cfg(shuttle)]
mod model {
    use std::io;
    use std::ops::{Deref, DerefMut};
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use shuttle::rand::{Rng, thread_rng};

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

    /// Deadlines that are further away do not pass: what waits for one waits for ever.
    const NEVER: Duration = Duration::from_secs(1000);

    /// Who waits. Taken from the list by whoever wakes it, or by its deadline.
    #[derive(Debug, Default)]
    pub(in crate::net) struct Condvar(Waiting);

    type Waiting = Arc<std::sync::Mutex<Vec<Arc<Parked>>>>;

    #[derive(Debug, Default)]
    struct Parked {
        woken: shuttle::sync::Mutex<Option<Waited>>,
        told: shuttle::sync::Condvar,
    }

    /// How a wait has ended.
    #[derive(Debug, Clone, Copy)]
    pub(in crate::net) struct Waited(bool);

    impl Waited {
        pub(in crate::net) fn timed_out(&self) -> bool {
            self.0
        }
    }

    impl Parked {
        fn wake(&self, how: Waited) {
            *self.woken.lock().unwrap() = Some(how);
            self.told.notify_one();
        }
    }

    impl Condvar {
        pub(in crate::net) fn new() -> Self {
            Self::default()
        }

        pub(in crate::net) fn wait_until<T>(&self, guard: &mut MutexGuard<'_, T>, at: Instant) -> Waited {
            let parked = Arc::new(Parked::default());
            self.0.lock().unwrap().push(Arc::clone(&parked));
            if at.saturating_duration_since(Instant::now()) < NEVER {
                let (waiting, parked) = (Arc::clone(&self.0), Arc::clone(&parked));
                // Time passes whenever this thread's turn comes.
                shuttle::thread::spawn(move || {
                    let mut list = waiting.lock().unwrap();
                    let Some(at) = list.iter().position(|other| Arc::ptr_eq(other, &parked)) else { return };
                    list.remove(at);
                    drop(list);
                    parked.wake(Waited(true));
                });
            }
            MutexGuard::unlocked(guard, || {
                let mut woken = parked.woken.lock().unwrap();
                loop {
                    match *woken {
                        Some(how) => return how,
                        None => woken = parked.told.wait(woken).unwrap(),
                    }
                }
            })
        }

        pub(in crate::net) fn wait_for<T>(&self, guard: &mut MutexGuard<'_, T>, time: Duration) -> Waited {
            self.wait_until(guard, Instant::now() + time)
        }

        pub(in crate::net) fn notify_one(&self) {
            shuttle::thread::yield_now();
            let parked = {
                let mut list = self.0.lock().unwrap();
                if list.is_empty() {
                    return;
                }
                let at = thread_rng().gen_range(0..list.len());
                list.remove(at)
            };
            parked.wake(Waited(false));
        }

        pub(in crate::net) fn notify_all(&self) {
            shuttle::thread::yield_now();
            let all = std::mem::take(&mut *self.0.lock().unwrap());
            all.iter().for_each(|parked| parked.wake(Waited(false)));
        }
    }

    shuttle::lazy_static! {
        /// How many threads the system may refuse, in the model that runs.
        static ref REFUSALS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        /// What the reactor is to do later: the pool, too, asks for one thing at a time.
        static ref LATER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    }

    /// From now on the system may refuse so many threads.
    pub(in crate::net) fn may_refuse(threads: usize) {
        REFUSALS.store(threads, Ordering::SeqCst);
    }

    /// A thread, unless the system refuses it.
    pub(in crate::net) fn thread(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let left = REFUSALS.load(Ordering::SeqCst);
        shuttle::thread::yield_now();
        if left > 0 && thread_rng().gen_bool(0.5) {
            REFUSALS.store(left - 1, Ordering::SeqCst);
            return Err(io::ErrorKind::WouldBlock.into());
        }
        shuttle::thread::spawn(work);
        Ok(())
    }

    /// The reactor is never refused; its time comes whenever.
    pub(in crate::net) fn later(_: Duration, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        assert_eq!(LATER.fetch_add(1, Ordering::SeqCst), 0, "the pool is asked again once at a time");
        shuttle::thread::spawn(move || {
            LATER.fetch_sub(1, Ordering::SeqCst);
            work();
        });
        Ok(())
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
