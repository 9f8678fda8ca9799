//! Out-parameters: written only, possibly NULL, possibly uninitialised memory.

/// A pointer through which a result goes to C.
#[derive(Debug)]
pub struct Out<T>(*mut T);

impl<T> Out<T> {
    /// From what C passed: NULL or memory for one `T`.
    pub fn new(target: *mut T) -> Self {
        Self(target)
    }

    /// Stores what `make` makes, which does not run when C passed NULL.
    pub fn set_with(&self, make: impl FnOnce() -> T) {
        if !self.0.is_null() {
            self.set(make());
        }
    }

    /// Stores `value`, unless C passed NULL.
    pub fn set(&self, value: T) {
        if !self.0.is_null() {
            // SAFETY: C passes NULL or properly aligned memory for one T, which need not be initialised.
            unsafe { self.0.write(value) }
        }
    }
}
