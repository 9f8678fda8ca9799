//! The data model as it is described in files, free of C: what `ffi` makes the public C structs of.

pub mod config_file;
pub mod fc;
pub mod scl;
pub mod tree;
pub mod types;
mod values;
