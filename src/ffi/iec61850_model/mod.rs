//! iec61850_model.h: the data model and how to find things in it. The same for models of tables and dynamic ones.

pub mod device;
pub mod lookup;
pub mod node;

mod tree;
mod types;

pub(crate) use tree::{
    DA, DO, LD, LN, Linked, append, chain, children, device_of, devices, model_of, name_of,
};
pub use types::*;
