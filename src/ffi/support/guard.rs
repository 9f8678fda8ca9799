//! The panic barrier and the access to what a C pointer points to.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::CBool;

/// What a function returns when it cannot do its work: NULL argument or a panic behind the barrier.
pub trait Fallback {
    /// 0, false, NULL.
    fn fallback() -> Self;
}

macro_rules! fallback {
    ($($type:ty => $value:expr),* $(,)?) => {
        $(impl Fallback for $type {
            fn fallback() -> Self {
                $value
            }
        })*
    };
}

fallback! {
    () => (), CBool => CBool::FALSE, u8 => 0, u16 => 0, u32 => 0, u64 => 0, i16 => 0, i32 => 0, i64 => 0,
    usize => 0, f32 => 0.0, f64 => 0.0,
}

impl<T> Fallback for *const T {
    fn fallback() -> Self {
        std::ptr::null()
    }
}

impl<T> Fallback for *mut T {
    fn fallback() -> Self {
        std::ptr::null_mut()
    }
}

/// Runs `f` behind the panic barrier: no panic ever unwinds into C.
#[inline]
pub fn guard<R: Fallback>(f: impl FnOnce() -> R) -> R {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|_| {
        tracing::error!("panic at the C boundary");
        R::fallback()
    })
}

/// Runs `f` on what `this` points to; NULL gives the fallback.
///
/// The pointer must be NULL or valid, which is the C caller's side of the contract.
#[inline]
pub fn get<T, R: Fallback>(this: *const T, f: impl FnOnce(&T) -> R) -> R {
    // SAFETY: the C contract of every handle: NULL or a live object of this type.
    guard(|| unsafe { this.as_ref() }.map_or_else(R::fallback, f))
}

/// Like [`get`], for changes: C promises that nobody else uses the object meanwhile.
#[inline]
pub fn get_mut<T, R: Fallback>(this: *mut T, f: impl FnOnce(&mut T) -> R) -> R {
    // SAFETY: the C contract of every handle: NULL or a live object of this type, not shared during the call.
    guard(|| unsafe { this.as_mut() }.map_or_else(R::fallback, f))
}
