//! What is fuzzed: one function per target, for octets from anywhere. Each looks for panics, and for what must hold besides.
//!
//! `fuzz_targets/` hands them to libFuzzer; the program `replay` runs all octets that are kept through them on any toolchain.

mod c;
pub mod calls;
pub mod client;
pub mod mms;
mod own;
mod promises;
pub mod server;
pub mod texts;
pub mod wire;

/// What a target does with an input.
pub type Target = fn(&[u8]);

/// Every target by its name.
pub const TARGETS: &[(&str, Target)] = &[
    ("tpkt", wire::tpkt),
    ("cotp", wire::cotp),
    ("session", wire::session),
    ("presentation", wire::presentation),
    ("acse", wire::acse),
    ("engine_client", wire::engine_client),
    ("engine_server", wire::engine_server),
    ("envelope", mms::envelope),
    ("initiate", mms::initiate),
    ("name_list", mms::name_list),
    ("types", mms::types),
    ("read", mms::read),
    ("write", mms::write),
    ("lists", mms::lists),
    ("files", mms::files),
    ("journal", mms::journal),
    ("vmd", mms::vmd),
    ("values", mms::values),
    ("reports", mms::reports),
    ("references", texts::references),
    ("config_file", texts::config_file),
    ("scl", texts::scl),
    ("client_session", client::session),
    ("server_session", server::session),
    ("c_calls", calls::sequence),
];
