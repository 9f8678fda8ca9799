//! iec61850_client.h: the ACSI client.

mod callbacks;
mod constants;
mod error_text;
mod types;

pub use callbacks::*;
pub use constants::*;
pub use error_text::*;
pub use types::*;
