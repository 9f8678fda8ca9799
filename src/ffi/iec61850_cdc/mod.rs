//! iec61850_cdc.h: data objects of the common data classes (IEC 61850-7-3, IEC 61400-25-2), with their attributes.

pub mod attribute;
pub mod control;
pub mod description;
pub mod measured;
pub mod setting;
pub mod status;
pub mod three_phase;
pub mod wind_power;

mod builder;
mod constants;
mod controls;

pub use constants::*;
