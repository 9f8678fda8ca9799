//! The vocabulary of the C boundary: every exported function is one call of something from here.

pub mod bool;
pub mod callback;
pub mod errors;
pub mod guard;
pub mod handles;
pub mod memory;
pub mod out;
pub mod port;
pub mod text;

pub use self::bool::{BoolArg, CBool};
pub use guard::{Fallback, get, get_mut, guard};
